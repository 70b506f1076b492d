import type { ServerStatus } from '../../../src-shared/server-status.ts';
import type { AppObserver } from '../../app.ts';
import { backoff } from '../../base/backoff.ts';
import type { Clock, Timer } from '../../base/clock.ts';
import type { Logger } from '../../observability/logger.ts';
import type { DemoDatabase } from './demo-database.ts';

export interface DemoWatchDeps {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly demo: Pick<DemoDatabase, 'condition'>;
  /** Starts the demo where it is chosen, and the core on it. Never rejects. */
  readonly restart: () => Promise<void>;
}

/** How often it is looked whether it has ended, while it does not answer: one that is told to end takes its time. */
export const LOOK_MS = 1_000;
/** One that ends again and again is started more and more slowly. */
const AGAIN = { firstMs: 1_000, mostMs: 60_000 } as const;
/** What ran for so long did not end for the reason of the last time. */
export const STEADY_MS = 5 * 60_000;

/** Starts the demo database again when it has ended though nobody stopped it. */
export class DemoWatch implements AppObserver {
  private isAway = false;
  private timer: Timer | null = null;
  private isStarting = false;
  private starts = 0;
  private startedAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly deps: DemoWatchDeps) {}

  changed(): void {
    // What the orders are is of no matter here.
  }

  statusChanged({ feed }: ServerStatus): void {
    this.isAway = feed === 'reconnecting' || feed === 'blocked';
    if (this.isAway) this.lookIn(0);
  }

  private lookIn(ms: number): void {
    if (this.timer !== null || this.isStarting) return;
    this.timer = this.deps.clock.after(ms, () => {
      this.timer = null;
      this.look();
    });
  }

  private look(): void {
    const { demo } = this.deps;
    if (demo.condition === 'running' && this.isAway) this.lookIn(LOOK_MS);
    if (demo.condition !== 'ended') return;
    const wait = this.startedAt + this.pauseMs() - this.deps.clock.monotonic();
    if (wait > 0) this.lookIn(wait);
    else void this.start();
  }

  /** Between two starts. */
  private pauseMs(): number {
    if (this.deps.clock.monotonic() - this.startedAt > STEADY_MS) this.starts = 0;
    return this.starts === 0 ? 0 : backoff(this.starts, AGAIN, 1);
  }

  private async start(): Promise<void> {
    const { clock, logger, restart } = this.deps;
    logger.warn({ startsBefore: this.starts }, 'The demo database has ended by itself; starting it again');
    this.isStarting = true;
    this.starts += 1;
    this.startedAt = clock.monotonic();
    await restart();
    this.isStarting = false;
    // One that did not come up is tried again, whether or not there is still a core that misses it.
    this.lookIn(LOOK_MS);
  }
}
