import { QUARTER_MS, QUARTERS_KEPT } from '../../src-shared/stats-history.ts';
import type { Clock, Timer } from '../base/clock.ts';
import type { Service } from '../base/service.ts';
import type { PastChanges, PastReader } from './past-changes.ts';
import type { Position } from './position.ts';
import type { StatsRecorder } from './stats-recorder.ts';

export interface StatsPrimerDeps {
  readonly past: PastChanges;
  readonly recorder: StatsRecorder;
  readonly clock: Clock;
  /** Milliseconds since 1970 by the clock that writes the times of changes. */
  readonly now: () => number;
  readonly failed: (error: unknown) => void;
}

/** Rows of one read, and the most that are read at all: 2 days of a busy house, and no more of a busier one. */
const SLICE_ROWS = 2_000;
const MOST_ROWS = 1_000_000;
/** Between reads it rests this many times as long as the last one took, so that the feed has the database to itself. */
const REST = 4;
const LEAST_REST_MS = 20;
const RETRY_MS = 5_000;

/**
 * Counts what was committed before the server followed the changes, from the newest to the oldest, a little at a time.
 * It counts exactly the ids that the reader's first position has seen; those after it are counted as they are
 * delivered, so each change counts once.
 */
export class StatsPrimer implements Service {
  readonly name = 'stats-primer';
  private timer: Timer | null = null;
  private reading: Promise<void> = Promise.resolve();
  private stopped = false;
  private begun = false;
  private rows = 0;

  constructor(private readonly deps: StatsPrimerDeps) {}

  async start(): Promise<void> {
    // There is nothing to count before the reader has found its place.
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.timer?.cancel();
    await this.reading;
  }

  /** The reader stands at this place: everything before is the past. Only the first place counts. */
  startedAt(position: Position): void {
    if (this.begun) return;
    this.begun = true;
    this.readSoon(this.deps.past.before(position), LEAST_REST_MS);
  }

  private readSoon(past: PastReader, ms: number): void {
    if (this.stopped) return;
    this.timer = this.deps.clock.after(ms, () => {
      this.reading = this.readSlice(past);
    });
  }

  private async readSlice(past: PastReader): Promise<void> {
    const { recorder, clock, failed } = this.deps;
    const startedAt = clock.monotonic();
    try {
      const slice = await past.read(SLICE_ROWS);
      if (this.stopped || slice === null) return;
      for (const { at, counts } of slice.minutes) {
        recorder.counted(at, counts);
        this.rows += counts.changes;
      }
      const oldestWanted = this.deps.now() - QUARTERS_KEPT * QUARTER_MS;
      const { newestAt, completeFrom } = slice;
      if (completeFrom !== null) recorder.knownFrom(Math.max(completeFrom, oldestWanted));
      if (this.rows >= MOST_ROWS || completeFrom === Number.NEGATIVE_INFINITY) return;
      if (newestAt !== null && newestAt < oldestWanted) return;
      this.readSoon(past, Math.max(LEAST_REST_MS, (clock.monotonic() - startedAt) * REST));
    } catch (error) {
      if (this.stopped) return;
      failed(error);
      this.readSoon(past, RETRY_MS);
    }
  }
}
