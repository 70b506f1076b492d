import type { Clock } from '../base/clock.ts';
import type { IncidentLog } from './change-feed.ts';
import { type LogPartitions, PartitionsImpossible, type PartitionWork } from './log-partitions.ts';

/** Runs `run` for slices of so many rows until fewer come back. */
export type InSlices = (run: (limit: number) => Promise<number>) => Promise<number>;

/** What is left to do one row after the other. */
export interface TakenOut {
  /** Partitions that were dropped. */
  readonly dropped: number;
  /** Rows below this id are to be deleted; `null`: none, they wait until their partition is full. */
  readonly deleteBelow: number | null;
}

export interface PartitionFigures {
  readonly state: 'working' | 'waiting' | 'failed';
  /** Partitions of the log, the empty ones ahead included; `null`: there are none. */
  readonly count: number | null;
  /** Dropped since this server leads. */
  readonly dropped: number;
  /** Why not, in plain words. */
  readonly problem: string | null;
}

export interface PartitionKeeperDeps {
  readonly partitions: LogPartitions;
  readonly incidents: IncidentLog;
  readonly clock: Clock;
}

/** So long a partition may wait for transactions of others to end; then its rows are deleted instead. */
const PATIENCE_MS = 60_000;
/** Time between two attempts that make writers wait, or that failed for a reason of their own. */
const RETRY_MS = 60_000;
const WAITS = 'Transactions are open that a change of the partitions would have to wait for.';

/**
 * Cleans the log by whole partitions. Whatever keeps it from that costs time only: the rows are then deleted as they are
 * without partitions, and an incident says so.
 */
export class PartitionKeeper {
  private state: PartitionFigures['state'] = 'waiting';
  private count: number | null = null;
  private dropped = 0;
  private problem: string | null = null;
  private waitingSince: number | null = null;
  private busyAt = Number.NEGATIVE_INFINITY;
  private failedAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly deps: PartitionKeeperDeps) {}

  get figures(): PartitionFigures {
    const { state, count, dropped, problem } = this;
    return { state, count, dropped, problem };
  }

  /**
   * @param bound rows below it may go
   * @throws when the database does not answer
   */
  async takeBelow(bound: number, inSlices: InSlices): Promise<TakenOut> {
    const { partitions } = this.deps;
    const extended = await this.attempt((insist) => partitions.extend(insist));
    const bounds = await partitions.bounds();
    this.count = bounds?.length ?? null;
    if (bounds === null) return { dropped: 0, deleteBelow: bound };
    await inSlices((limit) => partitions.archiveBelow(bound, limit));
    const mayGo = Math.min(bound, await partitions.archivedBelow());
    const full = bounds.filter((each) => each <= mayGo);
    const last = full[full.length - 1];
    // Ids have outrun the partitions: what is beyond them is deleted, so that room can be made there.
    const beyond = bounds.every((each) => each <= bound) ? bound : null;
    if (last === undefined) {
      if (extended === 'done') this.settled();
      return { dropped: 0, deleteBelow: beyond };
    }
    if ((await this.attempt((insist) => partitions.drop(last, insist))) !== 'done') {
      return { dropped: 0, deleteBelow: this.isPatient ? null : last };
    }
    this.dropped += full.length;
    this.settled();
    return { dropped: full.length, deleteBelow: beyond };
  }

  /** The archive by whole partitions; what this leaves is pruned row by row. */
  async pruneHistory(): Promise<void> {
    if (this.count !== null) await this.attempt((insist) => this.deps.partitions.dropOldHistory(insist));
  }

  private get isPatient(): boolean {
    const now = this.deps.clock.monotonic();
    return this.state !== 'failed' && this.waitingSince !== null && now - this.waitingSince < PATIENCE_MS;
  }

  private async attempt(run: (insist: boolean) => Promise<PartitionWork>): Promise<PartitionWork | 'failed'> {
    const now = this.deps.clock.monotonic();
    if (now - this.failedAt < RETRY_MS) return 'failed';
    if (now - this.busyAt < RETRY_MS) return 'busy';
    try {
      const work = await run(this.waitingSince !== null && now - this.waitingSince >= PATIENCE_MS);
      if (work === 'busy') this.busyAt = now;
      if (work !== 'done') this.waits(now);
      return work;
    } catch (error) {
      if (!(error instanceof PartitionsImpossible)) throw error;
      this.failed(error.message, now);
      return 'failed';
    }
  }

  private waits(now: number): void {
    this.waitingSince ??= now;
    this.state = 'waiting';
    this.problem = WAITS;
  }

  private settled(): void {
    this.waitingSince = null;
    this.state = 'working';
    this.problem = null;
  }

  private failed(problem: string, now: number): void {
    if (this.problem !== problem) {
      this.deps.incidents.record(
        'partitions-failed',
        `The change log cannot be cleaned by partitions, so its rows are deleted one by one. ${problem}`,
      );
    }
    this.failedAt = now;
    this.state = 'failed';
    this.problem = problem;
  }
}
