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
}

/** Empty reads after which a stream of changes counts as over. */
const BUSY_READS = 20;

/**
 * Milliseconds to wait before the next read: none with rows left, `busyMs` from start to start while changes come,
 * then slower and slower down to `watchedMs` while somebody looks and `idleMs` while nobody does.
 */
export function pollPace(input: PaceInput, settings: PaceSettings): number {
  if (input.more) return 0;
  const busy = Math.max(0, settings.busyMs - input.readMs);
  if (input.emptyReads < BUSY_READS || input.gapsOpen) return busy;
  const slowest = input.watched ? Math.min(settings.watchedMs, settings.idleMs) : settings.idleMs;
  return Math.min(slowest, Math.max(busy, settings.busyMs * 2 ** Math.min(input.emptyReads - BUSY_READS, 16)));
}
