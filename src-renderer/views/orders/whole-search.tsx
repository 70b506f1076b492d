import { Button, Loader } from '@mantine/core';
import { IconArrowLeft, IconPlugConnectedX, IconSearchOff } from '@tabler/icons-react';
import { type KeyboardEvent, type RefObject, useEffect, useRef } from 'react';
import { canSend } from '../../connection/connection-state.ts';
import { leaveWhole } from '../../store/whole-search.ts';
import { text } from '../../strings.ts';
import { announce } from '../../ui/announcer.ts';
import { useConsole } from '../../ui/console-context.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { problemText } from '../../ui/problem-text.ts';
import type { OrderFilter } from './order-filter.ts';
import { useWholeSearch, type WholeSearchState } from './use-whole-search.ts';
import { WholeHit } from './whole-hit.tsx';
import styles from './whole-search.module.css';
import { wordsToFind } from './whole-search-path.ts';

const words = text.window;

interface WholeSearchProps {
  readonly filter: OrderFilter;
  readonly openId: number | null;
  readonly onOpen: (id: number) => void;
}

/** What the server finds in the whole table, in place of the list, which holds a part of it. */
export function WholeSearch({ filter, openId, onOpen }: WholeSearchProps) {
  const { hits, step, ask } = useWholeSearch(filter);
  const place = useRef<HTMLElement>(null);
  useEffect(() => place.current?.focus({ preventScroll: true }), []);
  useNews(hits.length, step);
  useFocusOnHits(place, hits.length, openId);
  const onKey = (event: KeyboardEvent<HTMLElement>): void => {
    const rows = [...(place.current?.querySelectorAll<HTMLElement>('[data-hit]') ?? [])];
    const at = rows.findIndex((row) => row.contains(document.activeElement));
    const to = { ArrowDown: at + 1, ArrowUp: Math.max(0, at - 1), Home: 0, End: rows.length - 1 }[event.key];
    if (to === undefined || rows[to] === undefined) return;
    event.preventDefault();
    rows[to].focus();
  };
  return (
    <section
      ref={place}
      tabIndex={-1}
      className={styles.place}
      aria-label={words.title}
      aria-busy={step.kind === 'searching'}
    >
      <header className={styles.head}>
        <p className={styles.title}>{titleOf(filter)}</p>
        <Button
          className={styles.back ?? ''}
          variant="subtle"
          color="gray"
          size="compact-sm"
          leftSection={<IconArrowLeft size={16} aria-hidden />}
          onClick={leaveWhole}
        >
          {words.back}
        </Button>
      </header>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the arrows go from hit to hit, each of which is a button */}
      <div className={styles.scroller} onKeyDown={onKey}>
        {hits.length > 0 && (
          <ul className={styles.hits}>
            {hits.map((hit) => (
              <WholeHit key={hit.id} found={hit} isOpen={hit.id === openId} onOpen={onOpen} />
            ))}
          </ul>
        )}
        <End hits={hits.length} step={step} ask={ask} />
      </div>
    </section>
  );
}

interface EndProps extends Pick<WholeSearchState, 'step'> {
  readonly hits: number;
  readonly ask: (path: string) => void;
}

/** Below the last hit: what there is to be known, or done, of those that would come after it. */
function End({ hits, step, ask }: EndProps) {
  const connected = useConsole((state) => canSend(state.connection));
  switch (step.kind) {
    case 'searching':
      return (
        <p className={styles.end}>
          <Loader size={16} />
          {words.searching}
        </p>
      );
    case 'more':
      return (
        <p className={styles.end}>
          {words.foundSoFar(hits)}
          <Button variant="default" size="compact-sm" onClick={() => ask(step.next)}>
            {words.more}
          </Button>
        </p>
      );
    case 'done':
      if (hits > 0) return <p className={styles.end}>{words.foundAll(hits)}</p>;
      return <EmptyState icon={<IconSearchOff size={22} />} title={words.none} hint={words.noneHint} />;
    case 'failed': {
      const hint = step.problem === null ? words.failedLost : problemText(step.problem);
      return (
        <EmptyState icon={<IconPlugConnectedX size={22} />} title={words.failed} hint={hint}>
          <Button variant="default" disabled={!connected} onClick={() => ask(step.path)}>
            {words.retry}
          </Button>
        </EmptyState>
      );
    }
  }
}

function titleOf({ search, status }: OrderFilter): string {
  const found = wordsToFind(search);
  const parts = [found === '' ? words.all : words.contains(found)];
  if (status !== null) parts.push(words.inStatus(text.status[status]));
  return parts.join(', ');
}

/** Read out when a page has come, or none will. */
function useNews(hits: number, step: WholeSearchState['step']): void {
  const { kind } = step;
  useEffect(() => {
    if (kind === 'searching') return;
    if (kind === 'failed') announce(words.failed);
    else if (hits === 0) announce(words.none);
    else announce(kind === 'done' ? words.foundAll(hits) : words.foundSoFar(hits));
  }, [kind, hits]);
}

/** The keyboard is on the first hit once there is one, and on the one that was open when that is closed. */
function useFocusOnHits(place: RefObject<HTMLElement | null>, hits: number, openId: number | null): void {
  const hasHits = hits > 0;
  useEffect(() => {
    if (hasHits && document.activeElement === place.current) {
      place.current?.querySelector<HTMLElement>('[data-hit]')?.focus({ preventScroll: true });
    }
  }, [place, hasHits]);
  const open = useRef(openId);
  useEffect(() => {
    const before = open.current;
    open.current = openId;
    if (openId === null && before !== null) {
      place.current?.querySelector<HTMLElement>(`[data-hit="${before}"]`)?.focus({ preventScroll: true });
    }
  }, [place, openId]);
}
