import type { Clock, Timer } from '../base/clock.ts';
import type { Service } from '../base/service.ts';
import type { IncidentLog } from './change-feed.ts';
import type { LeaderLease, LeaderLock, LogRetention } from './log-retention.ts';
import type { PartitionKeeper } from './partition-keeper.ts';
import type { Position } from './position.ts';
import type { ReaderRegistry } from './reader-registry.ts';

export interface CleanupDeps {
  readonly registry: ReaderRegistry;
  readonly retention: LogRetention;
  readonly lock: LeaderLock;
  readonly incidents: IncidentLog;
  readonly clock: Clock;
  readonly position: () => Position | null;
  /** Leaves a checkpoint for the server that starts next. Before anything is deleted, so that the log reaches back to it. */
  readonly saveCheckpoint: () => Promise<void>;
  /** Takes out what else has had its time, so many rows at most. @returns how many */
  readonly upkeep: readonly ((limit: number) => Promise<number>)[];
  /** Takes the log out by whole partitions; `null`: row by row. */
  readonly partitions?: PartitionKeeper | null;
  readonly explain: (error: unknown) => string;
}

export interface CleanupSettings {
  readonly readerId: string;
  readonly label: string;
  /** Time between two clean-ups. */
  readonly intervalMs: number;
  /** Without a sign of life for so long a reader holds the clean-up no more; this one gives three within that time. */
  readonly readerTimeoutMs: number;
  readonly retentionRows: number;
}

const LOCK = 'cleanup';
/** Rows per statement, so that no lock and no transaction gets large. */
const SLICE = 2_000;
/** Slices per round: the others wait for the next one, so that a stop is never far away. */
const SLICES = 100;

/**
 * Says how far this server is and, on the one server that holds the lock, marks and deletes what every live server has
 * delivered. Never deletes what a live reader may still need, nor the newest row (before MySQL 8 the next id was
 * derived from it after a restart, so ids would have been handed out twice).
 */
export class Cleanup implements Service {
  readonly name = 'cleanup';
  private lease: LeaderLease | null = null;
  private timer: Timer | null = null;
  private round: Promise<void> = Promise.resolve();
  private cleanedAt: number;
  private stopped = false;
  private failing = false;
  last: { readonly at: number; readonly marked: number; readonly deleted: number } | null = null;

  constructor(
    private readonly deps: CleanupDeps,
    private readonly settings: CleanupSettings,
  ) {
    this.cleanedAt = deps.clock.monotonic();
  }

  get isLeader(): boolean {
    return this.lease !== null;
  }

  async start(): Promise<void> {
    this.schedule();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.timer?.cancel();
    await this.round;
    try {
      await this.lease?.release();
      await this.deps.registry.leave(this.settings.readerId);
    } catch (error) {
      this.deps.incidents.record('cleanup-failed', `Leaving the list of servers failed: ${this.deps.explain(error)}`);
    }
    this.lease = null;
  }

  /** One clean-up now; failures are reported and left to the next one. */
  async runOnce(): Promise<void> {
    await this.attempt(true);
  }

  private async attempt(cleans: boolean): Promise<void> {
    try {
      const position = this.deps.position();
      if (position === null) return;
      await this.deps.registry.heartbeat(this.settings.readerId, this.settings.label, position);
      if (cleans) {
        this.cleanedAt = this.deps.clock.monotonic();
        await this.deps.saveCheckpoint();
        if (await this.lead()) await this.clean();
      }
      this.failing = false;
    } catch (error) {
      if (!this.failing)
        this.deps.incidents.record(
          'cleanup-failed',
          `The clean-up of the change log failed: ${this.deps.explain(error)}`,
        );
      this.failing = true;
    }
  }

  private schedule(): void {
    if (this.stopped) return;
    const { intervalMs, readerTimeoutMs } = this.settings;
    const untilClean = Math.max(0, this.cleanedAt + intervalMs - this.deps.clock.monotonic());
    const waitMs = Math.min(untilClean, Math.floor(readerTimeoutMs / 3));
    this.timer = this.deps.clock.after(waitMs, () => {
      this.round = this.attempt(waitMs === untilClean).finally(() => this.schedule());
    });
  }

  private async lead(): Promise<boolean> {
    const { lease } = this;
    if (lease !== null && !(await lease.held())) {
      this.lease = null;
      await lease.release();
    }
    this.lease ??= await this.deps.lock.tryAcquire(LOCK);
    return this.lease !== null;
  }

  private async clean(): Promise<void> {
    const live = (await this.deps.registry.list()).filter((reader) => reader.live);
    const delivered = live.reduce((lowest, reader) => Math.min(lowest, reader.lowWater), Number.POSITIVE_INFINITY);
    if (!Number.isFinite(delivered)) return;
    const kept = await this.deps.retention.oldestKept(this.settings.retentionRows);
    // The row a position stands on is its anchor, so it stays too.
    const deleted = await this.takeOut(kept === null ? null : Math.min(kept, delivered - 1));
    const marked = await this.inSlices((limit) => this.deps.retention.markProcessed(delivered, limit));
    await this.deps.partitions?.pruneHistory();
    await this.inSlices((limit) => this.deps.retention.pruneHistory(limit));
    await this.deps.retention.forgetSilentReaders();
    for (const prune of this.deps.upkeep) await this.inSlices(prune);
    this.last = { at: this.deps.clock.now(), marked, deleted };
  }

  /** @param bound rows below it may go; `null`: none. @returns how many were deleted one by one */
  private async takeOut(bound: number | null): Promise<number> {
    const { partitions, retention } = this.deps;
    const taken = await partitions?.takeBelow(bound ?? 0, (run) => this.inSlices(run));
    const below = taken === undefined ? bound : taken.deleteBelow;
    return bound === null || below === null ? 0 : this.inSlices((limit) => retention.deleteBelow(below, limit));
  }

  private async inSlices(run: (limit: number) => Promise<number>): Promise<number> {
    let total = 0;
    for (let slice = 0; slice < SLICES && !this.stopped; slice++) {
      const done = await run(SLICE);
      total += done;
      if (done < SLICE) break;
    }
    return total;
  }
}
