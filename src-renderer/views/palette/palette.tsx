import '@mantine/spotlight/styles.css';
import { createSpotlight, Spotlight } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { useDeferredValue, useEffect, useMemo, useState } from 'react';
import { text } from '../../strings.ts';
import { useConsole } from '../../ui/console-context.tsx';
import { overlays } from '../../ui/overlays.ts';
import { goTo } from '../../ui/route.ts';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { orderHits } from './order-hits.ts';
import styles from './palette.module.css';
import { findActions, recentActions, recentFirst, rememberAction } from './palette-action.ts';
import { usePaletteActions } from './use-palette-actions.ts';

const words = text.palette;
const [store, spotlight] = createSpotlight();

/** Every action and every order, found by typing. */
export function Palette() {
  const [query, setQuery] = useState('');
  const [recent] = useState(recentActions);
  const actions = usePaletteActions();
  const shown = useConsole((state) => state.shown);
  const asked = useDeferredValue(query);
  const hits = useMemo(() => orderHits(shown, asked), [shown, asked]);
  const found = useMemo(() => findActions(recentFirst(actions, recent), query), [actions, recent, query]);
  useEffect(() => spotlight.open(), []);
  return (
    <Spotlight.Root
      store={store}
      query={query}
      onQueryChange={setQuery}
      shortcut={null}
      scrollable
      maxHeight={420}
      transitionProps={{ duration: 100 }}
      centered={false}
      yOffset={80}
      overlayProps={{ backgroundOpacity: 0.3, blur: 0 }}
      attributes={{ content: { 'aria-label': words.label } }}
      onSpotlightClose={() => overlays.setState({ palette: false })}
    >
      <Spotlight.Search
        aria-label={words.label}
        placeholder={words.placeholder}
        leftSection={<IconSearch size={18} aria-hidden />}
      />
      <Spotlight.ActionsList>
        {hits.length > 0 && (
          <Spotlight.ActionsGroup label={words.orders}>
            {hits.map((order) => (
              <Spotlight.Action key={order.id} onClick={() => goTo({ view: 'orders', orderId: order.id })}>
                <span className={styles.order}>
                  <span className="mono">{order.id}</span>
                  <span className={styles.names}>
                    {order.customer_name} – {order.product_name}
                  </span>
                  <StatusBadge status={order.status} />
                </span>
              </Spotlight.Action>
            ))}
          </Spotlight.ActionsGroup>
        )}
        {found.length > 0 && (
          <Spotlight.ActionsGroup label={words.actions}>
            {found.map(({ id, label, run }) => (
              <Spotlight.Action
                key={id}
                label={label}
                onClick={() => {
                  rememberAction(id);
                  run();
                }}
              />
            ))}
          </Spotlight.ActionsGroup>
        )}
        {found.length === 0 && hits.length === 0 && <Spotlight.Empty>{words.nothing}</Spotlight.Empty>}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}
