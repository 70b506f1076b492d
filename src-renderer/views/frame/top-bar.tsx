import { ActionIcon, Button, Kbd, TextInput } from '@mantine/core';
import { IconPlus, IconSearch, IconX } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { reachesBeyond, searchWhole } from '../../store/whole-search.ts';
import { workspace } from '../../store/workspace.ts';
import { text } from '../../strings.ts';
import { useLiveConsole } from '../../ui/console-context.tsx';
import { goTo, type Route } from '../../ui/route.ts';
import { onFocusSearch } from '../../ui/search-focus.ts';
import { useMay } from '../../ui/use-may.ts';
import { ConnectionPill } from './connection-pill.tsx';
import { Me } from './me.tsx';
import styles from './top-bar.module.css';

export function TopBar({ route }: { readonly route: Route }) {
  const mayCreate = useMay('orders:create');
  return (
    <header className={styles.bar}>
      <h1 className={styles.title} tabIndex={-1}>
        {text.nav[route.view]}
      </h1>
      <div className={styles.middle}>
        <SearchField route={route} />
      </div>
      {mayCreate && <NewOrderButton />}
      <ConnectionPill />
      <Me />
    </header>
  );
}

/**
 * Reached by `/` from everywhere; typing leads to the list, unless the view shows what is found itself. Enter searches
 * what the list does without.
 */
function SearchField({ route }: { readonly route: Route }) {
  const { store } = useLiveConsole();
  const search = useStore(workspace, (state) => state.search);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => onFocusSearch(() => input.current?.select()), []);
  const change = (value: string): void => {
    workspace.setState({ search: value });
    if (route.view !== 'orders' && route.view !== 'board') goTo({ view: 'orders', orderId: null });
  };
  const goOn = (): void => {
    if (!reachesBeyond(workspace.getState(), store.getState().picture.window)) return;
    searchWhole();
    if (route.view !== 'orders') goTo({ view: 'orders', orderId: null });
  };
  const end =
    search === '' ? (
      <Kbd className={styles.key ?? ''}>/</Kbd>
    ) : (
      <ActionIcon size={24} aria-label={text.search.clear} onClick={() => change('')}>
        <IconX size={14} />
      </ActionIcon>
    );
  return (
    <TextInput
      ref={input}
      type="search"
      className={styles.search ?? ''}
      classNames={{ input: styles.searchInput ?? '' }}
      aria-label={text.search.label}
      data-tour="search"
      placeholder={text.search.placeholder}
      leftSection={<IconSearch size={16} aria-hidden />}
      rightSection={end}
      rightSectionPointerEvents={search === '' ? 'none' : 'all'}
      value={search}
      autoComplete="off"
      spellCheck={false}
      onChange={(event) => change(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && !event.nativeEvent.isComposing) goOn();
        if (event.key !== 'Escape') return;
        if (search === '') input.current?.blur();
        else change('');
      }}
    />
  );
}

function NewOrderButton() {
  const open = (): void => workspace.setState({ newOrderOpen: true });
  return (
    <Button
      leftSection={<IconPlus size={16} aria-hidden />}
      className={styles.create ?? ''}
      data-tour="new-order"
      onClick={open}
    >
      <span className={styles.createName}>{text.newOrder.open}</span>
    </Button>
  );
}
