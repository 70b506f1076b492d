import { ActionIcon, Button, Kbd, Select, TextInput, UnstyledButton } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconPlayerPause, IconPlayerPlay, IconSearch, IconX } from '@tabler/icons-react';
import { type RefObject, useEffect, useMemo, useState } from 'react';
import type { ChangeType } from '../../../src-shared/change-event.ts';
import { ORDER_STATUSES } from '../../../src-shared/order.ts';
import { text } from '../../strings.ts';
import type { ActivityFeed } from './activity-feed.ts';
import type { ActivityFilter } from './activity-filter.ts';
import styles from './activity-tools.module.css';
import { ExportButton } from './export-button.tsx';
import { KindIcon } from './kind-icon.tsx';
import { useActivity } from './use-activity.ts';

const words = text.activity;
const KINDS: readonly ChangeType[] = ['INSERT', 'UPDATE', 'DELETE'];

interface ActivityToolsProps {
  readonly feed: ActivityFeed;
  readonly search: RefObject<HTMLInputElement | null>;
}

/** Which changes, and whether the list moves. */
export function ActivityTools({ feed, search }: ActivityToolsProps) {
  const filter = useActivity(feed, (state) => state.filter);
  const change = (part: Partial<ActivityFilter>): void => feed.setFilter({ ...filter, ...part });
  return (
    <div className={styles.tools} role="toolbar" aria-label={words.searchPlaceholder}>
      <TextFilter search={search} value={filter.text} onChange={(wanted) => change({ text: wanted })} />
      <fieldset className={styles.kinds} aria-label={words.kind}>
        {KINDS.map((type) => (
          <UnstyledButton
            key={type}
            className={styles.kind ?? ''}
            aria-pressed={filter.type === type}
            onClick={() => change({ type: filter.type === type ? null : type })}
          >
            <KindIcon type={type} />
            {words.kinds[type]}
          </UnstyledButton>
        ))}
      </fieldset>
      <Select
        size="xs"
        className={styles.status ?? ''}
        aria-label={words.status}
        placeholder={words.anyStatus}
        clearable
        clearButtonProps={{ 'aria-label': words.anyStatus }}
        data={ORDER_STATUSES.map((value) => ({ value, label: text.status[value] }))}
        value={filter.status}
        onChange={(value) => change({ status: ORDER_STATUSES.find((status) => status === value) ?? null })}
      />
      <WhoFilter feed={feed} who={filter.who} onChange={(who) => change({ who })} />
      <span className={styles.space} />
      <ExportButton feed={feed} />
      <PauseButton feed={feed} />
    </div>
  );
}

interface TextFilterProps {
  readonly search: RefObject<HTMLInputElement | null>;
  readonly value: string;
  readonly onChange: (text: string) => void;
}

/** The server is asked when the typing rests, not for each key. */
function TextFilter({ search, value, onChange }: TextFilterProps) {
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  const tell = useDebouncedCallback(onChange, 200);
  const type = (text: string): void => {
    setTyped(text);
    tell(text);
  };
  const clear =
    typed === '' ? (
      <Kbd size="xs">f</Kbd>
    ) : (
      <ActionIcon size={22} aria-label={words.clearSearch} onClick={() => type('')}>
        <IconX size={14} />
      </ActionIcon>
    );
  return (
    <TextInput
      ref={search}
      type="search"
      size="xs"
      className={styles.search ?? ''}
      classNames={{ input: styles.searchInput ?? '' }}
      aria-label={words.search}
      placeholder={words.searchPlaceholder}
      leftSection={<IconSearch size={14} aria-hidden />}
      rightSection={clear}
      rightSectionPointerEvents={typed === '' ? 'none' : 'all'}
      value={typed}
      autoComplete="off"
      spellCheck={false}
      onChange={(event) => type(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        if (typed === '') event.currentTarget.blur();
        else type('');
      }}
    />
  );
}

interface WhoFilterProps {
  readonly feed: ActivityFeed;
  readonly who: string | null;
  readonly onChange: (who: string | null) => void;
}

/** Offers everybody of the lines listed, gathered when it is opened. */
function WhoFilter({ feed, who, onChange }: WhoFilterProps) {
  const [opened, setOpened] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: gathered anew with each opening
  const people = useMemo(() => {
    const found = new Set<string>(who === null ? [] : [who]);
    for (const line of feed.state.getState().lines) {
      if (line.kind === 'change' && line.change.actor !== null) found.add(line.change.actor);
    }
    return [...found].sort((a, b) => a.localeCompare(b));
  }, [feed, who, opened]);
  return (
    <Select
      size="xs"
      className={styles.who ?? ''}
      aria-label={words.who}
      placeholder={words.anybody}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': words.anybody }}
      data={people}
      value={who}
      onDropdownOpen={() => setOpened((count) => count + 1)}
      onChange={onChange}
    />
  );
}

function PauseButton({ feed }: { readonly feed: ActivityFeed }) {
  const paused = useActivity(feed, (state) => state.paused);
  const waiting = useActivity(feed, (state) => state.waiting);
  const Icon = paused ? IconPlayerPlay : IconPlayerPause;
  return (
    <Button
      variant={paused ? 'filled' : 'default'}
      leftSection={<Icon size={16} aria-hidden />}
      className={styles.pause ?? ''}
      title={words.pauseHint}
      onClick={() => feed.setPaused(!paused)}
    >
      {paused ? words.resume : words.pause}
      {paused && waiting > 0 && <span className={styles.waiting}>{words.waiting(waiting)}</span>}
    </Button>
  );
}
