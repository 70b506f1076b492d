import { Button } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useCallback, useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { preferences } from '../../store/preferences.ts';
import { text } from '../../strings.ts';
import { NewAbove } from '../../ui/new-above.tsx';
import type { ActivityFeed } from './activity-feed.ts';
import type { ActivityLine } from './activity-line.ts';
import styles from './activity-list.module.css';
import { ActivityRow } from './activity-row.tsx';
import { useActivity } from './use-activity.ts';

const words = text.activity;
const HEIGHTS = { compact: 28, normal: 36, touch: 44 };
/** On a narrow screen a line is two. */
const NARROW_HEIGHT = 56;
/** So close to the end older changes are asked for, in rows. */
const AHEAD = 30;

/** The lines; the ones in view only are there. */
export function ActivityList({ feed }: { readonly feed: ActivityFeed }) {
  const lines = useActivity(feed, (state) => state.lines);
  const narrow = useMediaQuery('(max-width: 700px)') === true;
  const density = useStore(preferences, (state) => state.density);
  const height = narrow ? NARROW_HEIGHT : HEIGHTS[density];
  const scroller = useRef<HTMLDivElement>(null);
  const [activeKey, setActiveKey] = useState<string | null>(null);
  const rows = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 8,
    // The row with the focus stays, so that the focus does.
    rangeExtractor: useCallback(
      (range: Range) => {
        const active = activeKey === null ? -1 : lines.findIndex(({ key }) => key === activeKey);
        const shown = defaultRangeExtractor(range);
        return active < 0 || shown.includes(active) ? shown : [...shown, active].sort((a, b) => a - b);
      },
      [lines, activeKey],
    ),
    getItemKey: useCallback((index: number) => lines[index]?.key ?? index, [lines]),
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: measured anew for another height
  useEffect(() => rows.measure(), [height]);

  const items = rows.getVirtualItems();
  const lastShown = rows.range?.endIndex ?? 0;
  const older = useActivity(feed, (state) => state.older);
  useEffect(() => {
    if (older === 'idle' && lastShown >= lines.length - AHEAD) void feed.loadOlder();
  }, [older, lastShown, lines.length, feed]);

  useEffect(() => () => feed.setAway(false), [feed]);
  const follow = (): void => {
    if (activeKey !== null) scroller.current?.focus();
    setActiveKey(null);
    scroller.current?.scrollTo({ top: 0 });
    feed.setAway(false);
  };
  const onScroll = (): void => {
    const top = scroller.current?.scrollTop ?? 0;
    feed.setAway(top > 0 || activeKey !== null);
  };
  const activeIndex = activeKey === null ? -1 : lines.findIndex(({ key }) => key === activeKey);
  const moveTo = (wanted: number): void => {
    const index = nearestChange(lines, wanted, wanted < activeIndex ? -1 : 1);
    const line = lines[index];
    if (line === undefined) return;
    feed.setAway(true);
    setActiveKey(line.key);
    rows.scrollToIndex(index, { align: 'auto' });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / height) - 2);
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: activeIndex + 1,
      ArrowUp: activeIndex - 1,
      PageDown: activeIndex + page,
      PageUp: Math.max(0, activeIndex - page),
      End: lines.length - 1,
    };
    const to = moves[event.key];
    const goesBack = event.key === 'Home' || event.key === 'Escape' || (to !== undefined && to < 0);
    if (to === undefined && !goesBack) return;
    event.preventDefault();
    if (goesBack) follow();
    else if (to !== undefined) moveTo(to);
  };

  return (
    <>
      <section
        ref={scroller}
        className={styles.scroller}
        aria-label={words.list}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is scrolled with the keyboard too
        tabIndex={0}
        onScroll={onScroll}
        onKeyDown={onKeyDown}
      >
        <ol className={styles.canvas} style={{ height: rows.getTotalSize() }}>
          {items.map((item) => {
            const line = lines[item.index];
            if (line === undefined) return null;
            return (
              <ActivityRow
                key={line.key}
                line={line}
                top={item.start}
                height={height}
                isActive={line.key === activeKey}
              />
            );
          })}
        </ol>
        <ListEnd feed={feed} />
      </section>
      <WaitingAbove feed={feed} onShow={follow} />
    </>
  );
}

/** Index of the change at `wanted` or, past marks, the next one in that direction; -1 when there is none. */
function nearestChange(lines: readonly ActivityLine[], wanted: number, step: 1 | -1): number {
  let index = Math.max(0, Math.min(lines.length - 1, wanted));
  while (lines[index]?.kind === 'read-anew') index += step;
  return index < lines.length ? index : -1;
}

function WaitingAbove({ feed, onShow }: { readonly feed: ActivityFeed; readonly onShow: () => void }) {
  const waiting = useActivity(feed, (state) => (state.paused ? 0 : state.waiting));
  return waiting === 0 ? null : <NewAbove label={words.newAbove(waiting)} onShow={onShow} />;
}

/** What there is below the last line. */
function ListEnd({ feed }: { readonly feed: ActivityFeed }) {
  const older = useActivity(feed, (state) => state.older);
  const again = (label: string) => (
    <Button variant="subtle" size="compact-xs" onClick={() => void feed.loadOlder()}>
      {label}
    </Button>
  );
  return (
    <div className={styles.end}>
      {older === 'loading' && words.loadingOlder}
      {older === 'end' && words.end}
      {older === 'failed' && (
        <>
          {words.olderFailed} {again(words.retry)}
        </>
      )}
      {older === 'unfound' && again(words.lookFurther)}
    </div>
  );
}
