import type { Clock } from '../base/clock.ts';
import { advance, firstRangeEndingAt, type IdRange, inRanges, type Position, subtract } from './position.ts';

/** An id range below the head whose rows have not been seen: in flight, or dead. */
interface Gap extends IdRange {
  /** When it was first missing. All times here are `clock.monotonic()`. */
  readonly openedAt: number;
  /** Since when every probe found no row; `null` while in flight or not probed yet. */
  readonly absentSince: number | null;
  readonly inFlight: boolean;
}

/** A gap as people are shown it. */
export interface OpenGap extends IdRange {
  /** Its rows are there, not committed. */
  readonly inFlight: boolean;
  readonly ageMs: number;
}

export interface GapTrackerOptions {
  /** An id is taken a moment before its row exists, so only this long an absence means that it will never come. */
  readonly absentMs: number;
  readonly maxGaps: number;
  /** How long dead ids are still looked at now and then. */
  readonly watchMs: number;
  /** Most dead ranges on that list. */
  readonly maxWatched: number;
}

/** What reading some ids meant. */
export interface Observation {
  /** Gaps that have been filled: ordinary late commits. */
  readonly late: number;
  /** Ids that had been given up as dead. Should not happen; counted so that somebody looks. */
  readonly resurrected: number;
}

/**
 * Remembers which ids below the head may still commit.
 *
 * A gap leaves the set only when its row is read or when READ UNCOMMITTED shows no row for `absentMs`; a row that is
 * visible there is in flight, and its gap stays for as long as that lasts, whatever the clock says. Dead ids move to a
 * watch list, so that a wrong verdict is noticed and mended instead of losing a change. No lack of room speeds up a
 * verdict: at `maxGaps` the head stands still until gaps close.
 */
export class GapTracker {
  private head = 0;
  private gaps: Gap[] = [];
  private watched: (IdRange & { readonly diedAt: number })[] = [];
  private watchCursor = 0;
  private grid = { increment: 1, offset: 1 };
  private cached: Position | null = null;
  /** Dead ranges that left the watch list before their time because it was full. */
  watchOverflow = 0;

  constructor(
    private readonly options: GapTrackerOptions,
    private readonly clock: Clock,
  ) {}

  /** Starts again at a position, forgetting everything known before. */
  reset(position: Position): void {
    const openedAt = this.clock.monotonic();
    this.head = position.head;
    this.gaps = position.gaps.map((gap) => ({ ...gap, openedAt, absentSince: null, inFlight: false }));
    this.watched = [];
    this.cached = null;
  }

  /** Ids off the grid of `auto_increment_increment` need no waiting: nobody is about to use them. */
  setGrid(increment: number, offset: number): void {
    this.grid = { increment, offset };
  }

  get position(): Position {
    this.cached ??= { head: this.head, gaps: this.gaps.map(({ from, to }) => ({ from, to })) };
    return this.cached;
  }

  /** @param ids ascending, as read in one statement */
  observe(ids: readonly number[]): Observation {
    if (ids.length === 0) return { late: 0, resurrected: 0 };
    const before: Position = { head: this.head, gaps: this.gaps };
    const after = advance(before, ids);
    const lateIds = ids.filter((id) => id <= this.head);
    const unexpected = lateIds.filter((id) => !inRanges(this.gaps, id));
    this.gaps = inherit(after.gaps, this.gaps, this.clock.monotonic());
    this.head = after.head;
    if (unexpected.length > 0)
      this.watched = this.watched.filter((range) => !unexpected.some((id) => contains(range, id)));
    this.cached = null;
    return { late: lateIds.length - unexpected.length, resurrected: unexpected.length };
  }

  /**
   * Takes in what READ UNCOMMITTED showed of the gaps of `position`.
   *
   * @param visible ids whose row exists, committed or not, ascending
   */
  recordProbe(visible: readonly number[]): void {
    const now = this.clock.monotonic();
    const present = toRanges(visible);
    const absent = subtract(this.gaps, present);
    const inFlight = subtract(this.gaps, absent);
    const next: Gap[] = [];
    for (const gap of inherit(inFlight, this.gaps, now)) next.push({ ...gap, absentSince: null, inFlight: true });
    for (const gap of inherit(absent, this.gaps, now)) {
      const absentSince = gap.absentSince ?? now;
      if (now - absentSince >= this.patience(gap)) this.watch(gap, now);
      else next.push({ ...gap, absentSince, inFlight: false });
    }
    this.gaps = next.sort((a, b) => a.from - b.from);
    this.cached = null;
    this.expireWatched(now);
  }

  /** While true the head must not move: more holes could not be remembered, and none is ever dropped. */
  get isFull(): boolean {
    return this.gaps.length >= this.options.maxGaps;
  }

  /** Milliseconds since the oldest gap that a transaction holds open was opened; `null` without one. */
  get oldestInFlightMs(): number | null {
    const opened = this.gaps.filter((gap) => gap.inFlight).map((gap) => gap.openedAt);
    return opened.length === 0 ? null : this.clock.monotonic() - opened.reduce((a, b) => Math.min(a, b));
  }

  /** The first gaps, ascending, each with how long it has been open. */
  list(most: number): readonly OpenGap[] {
    const now = this.clock.monotonic();
    return this.gaps
      .slice(0, most)
      .map(({ from, to, openedAt, inFlight }) => ({ from, to, inFlight, ageMs: Math.round(now - openedAt) }));
  }

  get gapCount(): number {
    return this.gaps.length;
  }

  get watchedCount(): number {
    return this.watched.length;
  }

  /** The next dead ranges to look at, in turn, ascending; at most `limit` of them. */
  nextWatched(limit: number): readonly IdRange[] {
    if (this.watchCursor >= this.watched.length) this.watchCursor = 0;
    const slice = this.watched.slice(this.watchCursor, this.watchCursor + limit);
    this.watchCursor += limit;
    return slice.map(({ from, to }) => ({ from, to })).sort((a, b) => a.from - b.from);
  }

  private patience(range: IdRange): number {
    const { increment, offset } = this.grid;
    if (increment <= 1) return this.options.absentMs;
    const firstOnGrid = range.from + ((((offset - range.from) % increment) + increment) % increment);
    return firstOnGrid > range.to ? 0 : this.options.absentMs;
  }

  private watch({ from, to }: IdRange, now: number): void {
    this.watched.push({ from, to, diedAt: now });
    if (this.watched.length > this.options.maxWatched) {
      this.watched.shift();
      this.watchOverflow++;
    }
  }

  private expireWatched(now: number): void {
    const firstKept = this.watched.findIndex((range) => now - range.diedAt < this.options.watchMs);
    if (firstKept !== 0) this.watched = firstKept === -1 ? [] : this.watched.slice(firstKept);
  }
}

function contains(range: IdRange, id: number): boolean {
  return range.from <= id && id <= range.to;
}

/** Ascending ids as ranges. */
export function toRanges(ids: readonly number[]): readonly IdRange[] {
  const ranges: { from: number; to: number }[] = [];
  for (const id of ids) {
    const last = ranges[ranges.length - 1];
    if (last !== undefined && id <= last.to + 1) last.to = id;
    else ranges.push({ from: id, to: id });
  }
  return ranges;
}

/** New gap ranges with the history of the gap each was part of. */
function inherit(ranges: readonly IdRange[], known: readonly Gap[], now: number): Gap[] {
  return ranges.map((range) => {
    const gap = known[firstRangeEndingAt(known, range.from)];
    if (gap === undefined || gap.from > range.from)
      return { ...range, openedAt: now, absentSince: null, inFlight: false };
    if (gap.from === range.from && gap.to === range.to) return gap;
    return { ...gap, ...range };
  });
}
