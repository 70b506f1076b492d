import '@mantine/spotlight/styles.css';
import { createSpotlight, Spotlight, useSpotlight } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useMemo, useState } from 'react';
import { text } from '../../strings.ts';
import { overlays } from '../../ui/overlays.ts';
import { goTo } from '../../ui/route.ts';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { useFocusBack } from '../../ui/use-focus-back.ts';
import styles from './palette.module.css';
import { findActions, recentActions, recentFirst, rememberAction } from './palette-action.ts';
import { useOrderHits } from './use-order-hits.ts';
import { usePaletteActions } from './use-palette-actions.ts';
import { useWholeSearchAction } from './use-whole-search-action.ts';

const words = text.palette;
const [store, spotlight] = createSpotlight();

/** Every action and every order, found by typing. */
export function Palette() {
  useFocusBack();
  const [query, setQuery] = useState('');
  const [recent] = useState(recentActions);
  const actions = usePaletteActions();
  const hits = useOrderHits(query);
  const whole = useWholeSearchAction(query);
  const found = useMemo(
    () => [...findActions(recentFirst(actions, recent), query), ...(whole === null ? [] : [whole])],
    [actions, recent, query, whole],
  );
  useEffect(() => spotlight.open(), []);
  // The list is there a moment later than this.
  const { listId } = useSpotlight(store);
  const listed = [listId, query, ...hits.map(({ id }) => id), ...found.map(({ id }) => id)].join(' ');
  // biome-ignore lint/correctness/useExhaustiveDependencies: another list begins at its first line.
  useEffect(selectFirst, [listed]);
  return (
    <Spotlight.Root
      store={store}
      query={query}
      onQueryChange={setQuery}
      shortcut={null}
      scrollable
      maxHeight={420}
      transitionProps={{ duration: 100, exitDuration: 1 }}
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
              <Spotlight.Action
                key={order.id}
                className={styles.action ?? ''}
                onClick={() => goTo({ view: 'orders', orderId: order.id })}
              >
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
                className={styles.action ?? ''}
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

/** Enter does the first thing listed, and it is seen which one that is. */
function selectFirst(): void {
  const lines = document.getElementById(store.getState().listId)?.querySelectorAll('[data-action]') ?? [];
  lines.forEach((line, index) => {
    if (index === 0) line.setAttribute('data-selected', 'true');
    else line.removeAttribute('data-selected');
  });
  store.updateState((state) => ({ ...state, selected: lines.length === 0 ? -1 : 0 }));
}
