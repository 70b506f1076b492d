export interface PaceSettings {
  readonly busyMs: number;
  readonly watchedMs: number;
  readonly idleMs: number;
}

/** What the last reads of the log were like. */
export interface PaceInput {
  /** The last read left rows for the next one. */
  readonly more: boolean;
  /** Reads in a row that brought nothing. */
  readonly emptyReads: number;
  /** Somebody is connected. */
  readonly watched: boolean;
  /** Gaps are open, so something is about to commit. */
  readonly gapsOpen: boolean;
  /** How long the last read took. */
  readonly readMs: number;
  /** Commits are told as they happen, and that can be relied on. */
  readonly hinted?: boolean;
}

/** Empty reads after which a stream of changes counts as over. */
const BUSY_READS = 20;
/** With a hint that died unnoticed a change still comes within half a second, its delivery included. */
const HINTED_MS = 400;
/** A gap that is filled is told; one whose transaction was rolled back is found by probing. */
const HINTED_GAPS_MS = 200;

/**
 * Milliseconds to wait before the next read: none with rows left, `busyMs` from start to start while changes come,
 * then slower and slower down to `watchedMs` while somebody looks and `idleMs` while nobody does. With a hint that is
 * trusted there is nothing to look for in between.
 */
export function pollPace(input: PaceInput, settings: PaceSettings): number {
  if (input.more) return 0;
  if (input.hinted) {
    const gapsMs = input.gapsOpen ? HINTED_GAPS_MS : settings.idleMs;
    return Math.min(settings.idleMs, gapsMs, input.watched ? HINTED_MS : settings.idleMs);
  }
  const busy = Math.max(0, settings.busyMs - input.readMs);
  if (input.emptyReads < BUSY_READS || input.gapsOpen) return busy;
  const slowest = input.watched ? Math.min(settings.watchedMs, settings.idleMs) : settings.idleMs;
  return Math.min(slowest, Math.max(busy, settings.busyMs * 2 ** Math.min(input.emptyReads - BUSY_READS, 16)));
}
