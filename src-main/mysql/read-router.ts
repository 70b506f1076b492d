import { AppError } from '../base/app-error.ts';
import type { Clock } from '../base/clock.ts';
import type { AnchoredPosition, ChangeLog, ConsistentView } from '../feed/change-log.ts';
import type { DatabaseConnection } from './mysql-connection.ts';
import { openConsistentView } from './mysql-consistent-view.ts';
import { classifyMysqlError } from './mysql-error.ts';
import type { Database } from './pool.ts';
import { AnotherReplicaError } from './replica-link.ts';
import type { ReplicaWatch } from './replica-watch.ts';

export interface ReadRouterDeps {
  readonly primary: Pick<Database, 'use'>;
  readonly log: Pick<ChangeLog, 'openView'>;
  readonly replica: Pick<ReplicaWatch, 'reached' | 'disowned'>;
  /** When the last read of the log began that left nothing for the next, `clock.monotonic()`. */
  readonly readUpTo: () => number;
  readonly clock: Clock;
  /** How long a statement of a view may take, in milliseconds. */
  readonly timeoutMs: number;
}

/** How long a read waits for the replica to get to what clients have been told, in milliseconds. */
const LIST_WAIT_MS = 60;
const VIEW_WAIT_MS = 250;

/**
 * Where a read goes: to the replica when that has everything clients have been told, else to the primary. So nobody is
 * shown less than they have seen before; and what this server has written itself is read on the primary until it has
 * been told.
 */
export class ReadRouter implements Pick<Database, 'use'> {
  readonly reads = { replica: 0, primary: 0 };
  private wroteAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly deps: ReadRouterDeps) {}

  /** This server has committed something that the log has not told yet. */
  wrote(): void {
    this.wroteAt = this.deps.clock.monotonic();
  }

  /** @param run reads, and may be run a second time when the replica fails in the middle */
  async use<T>(run: (connection: DatabaseConnection) => Promise<T>): Promise<T> {
    const answered = await this.onReplica(LIST_WAIT_MS, (database) => database.use(run));
    if (answered !== null) return answered.result;
    this.reads.primary++;
    return this.deps.primary.use(run);
  }

  /** A view at least at `since`, which is what was published last. */
  async openView(since: AnchoredPosition): Promise<ConsistentView> {
    const answered = await this.onReplica(VIEW_WAIT_MS, (database) => this.viewOf(database, since));
    if (answered !== null) return answered.result;
    this.reads.primary++;
    return this.deps.log.openView(since);
  }

  private async onReplica<T>(waitMs: number, run: (database: Database) => Promise<T>): Promise<{ result: T } | null> {
    const { replica, readUpTo } = this.deps;
    if (readUpTo() < this.wroteAt) return null;
    const link = await replica.reached(waitMs);
    if (link === null) return null;
    try {
      const result = await run(link.database);
      this.reads.replica++;
      return { result };
    } catch (error) {
      // What was asked for is wrong, wherever it is asked.
      if (error instanceof AppError && error.problem.status < 500) throw error;
      if (isOfNoUse(error)) replica.disowned(link, error);
      return null;
    }
  }

  private async viewOf(database: Database, since: AnchoredPosition): Promise<ConsistentView> {
    const view = await openConsistentView(database, since, this.deps.timeoutMs);
    try {
      if (view.anchor !== 'same') throw new Error(`the log of the replica has no row ${since.position.head}`);
      // Counted before anybody is told of the view, so that a failure so far is one that the primary makes good.
      const total = await view.countOrders();
      return { ...view, countOrders: async () => total };
    } catch (error) {
      await view.close();
      throw error;
    }
  }
}

/** Whether others would fare no better there. */
function isOfNoUse(error: unknown): boolean {
  if (error instanceof AppError) return false;
  const kind = classifyMysqlError(error);
  return error instanceof AnotherReplicaError || !['other', 'deadlock', 'lock-timeout'].includes(kind);
}
