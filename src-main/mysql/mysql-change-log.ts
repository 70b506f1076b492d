import type {
  AnchoredPosition,
  ChangeLog,
  ConsistentView,
  LogEntry,
  LogRead,
  LogServerSettings,
} from '../feed/change-log.ts';
import type { IdRange } from '../feed/position.ts';
import { ConnectionKeeper } from './connection-keeper.ts';
import { idRangesSql } from './id-ranges-sql.ts';
import { findStart } from './log-start.ts';
import { isAtEnd, MAX_ID, readLog } from './log-statements.ts';
import { openConsistentView } from './mysql-consistent-view.ts';
import type { Database } from './pool.ts';

/**
 * The change log on MySQL or MariaDB. Keeps two connections of its own: one at READ COMMITTED for what is delivered,
 * one at READ UNCOMMITTED that only ever answers whether a row exists.
 */
export class MysqlChangeLog implements ChangeLog {
  /** Its statements are short and never wait for a lock; others whose answers the reader waits for may use it too. */
  readonly reader: ConnectionKeeper;
  private readonly prober: ConnectionKeeper;
  private views = 0;
  /** While changes come, looking first whether there are any would only cost time. */
  private lastWasEmpty = false;

  /** @param timeoutMs how long a frozen server may keep a statement waiting before the connection is given up */
  constructor(
    private readonly database: Database,
    private readonly timeoutMs: number,
  ) {
    this.reader = new ConnectionKeeper(database, { isolation: 'READ COMMITTED', timeoutMs });
    this.prober = new ConnectionKeeper(database, { isolation: 'READ UNCOMMITTED', timeoutMs });
  }

  start(): Promise<AnchoredPosition> {
    return findStart(this.database, (ranges) => this.probe(ranges), this.timeoutMs);
  }

  read(from: AnchoredPosition, limit: number, alsoWatch: readonly IdRange[] = []): Promise<LogRead> {
    return this.reader.use(async (connection) => {
      const peek = this.lastWasEmpty && from.position.gaps.length === 0 && alsoWatch.length === 0;
      const nothingNew = peek && (await isAtEnd(connection, from));
      const read = nothingNew ? nothing(from) : await readLog(connection, from, limit, false, alsoWatch);
      this.lastWasEmpty = read.entries.length === 0;
      return read;
    });
  }

  probe(ranges: readonly IdRange[]): Promise<readonly number[]> {
    return this.prober.use(async (connection) => {
      const rows = await connection.rows(
        `SELECT id FROM order_changes FORCE INDEX (PRIMARY) WHERE ${idRangesSql(ranges)} ORDER BY id`,
      );
      return rows.map(([id]) => Number(id));
    });
  }

  serverSettings(): Promise<LogServerSettings> {
    return this.reader.use(async (connection) => {
      const askedAt = Date.now();
      const [row] = await connection.rows(
        `SELECT @@global.auto_increment_increment, @@global.auto_increment_offset, UNIX_TIMESTAMP(NOW(6)),
           (SELECT MAX(id) FROM order_changes) > ${MAX_ID}`,
      );
      const answeredAt = Date.now();
      return {
        increment: Number(row?.[0] ?? 1),
        offset: Number(row?.[1] ?? 1),
        clockOffsetMs: Number(row?.[2]) * 1000 - (askedAt + answeredAt) / 2,
        idsTooLarge: Number(row?.[3]) === 1,
      };
    });
  }

  /** Views that are open now: each is a transaction, which a change of the table would have to wait for. */
  get openViews(): number {
    return this.views;
  }

  async openView(since: AnchoredPosition, onUnseen?: (entries: readonly LogEntry[]) => void): Promise<ConsistentView> {
    this.views++;
    let isOpen = true;
    const closed = () => {
      if (isOpen) this.views--;
      isOpen = false;
    };
    try {
      const view = await openConsistentView(this.database, since, this.timeoutMs, onUnseen);
      return { ...view, close: () => view.close().finally(closed) };
    } catch (error) {
      closed();
      throw error;
    }
  }

  async close(): Promise<void> {
    await Promise.all([this.reader.close(), this.prober.close()]);
  }
}

/** The same log for clients that catch up: reads through the pool, so that the poller never waits for them. */
export class PooledChangeLog implements ChangeLog {
  constructor(
    private readonly database: Database,
    private readonly kept: MysqlChangeLog,
    /** Views for snapshots, of whichever server is to be read. */
    private readonly views: Pick<ChangeLog, 'openView'> = kept,
  ) {}

  read(from: AnchoredPosition, limit: number, alsoWatch: readonly IdRange[] = []): Promise<LogRead> {
    return this.database.use((connection) => readLog(connection, from, limit, true, alsoWatch));
  }

  start(): Promise<AnchoredPosition> {
    return this.kept.start();
  }

  probe(ranges: readonly IdRange[]): Promise<readonly number[]> {
    return this.kept.probe(ranges);
  }

  serverSettings(): Promise<LogServerSettings> {
    return this.kept.serverSettings();
  }

  openView(since: AnchoredPosition, onUnseen?: (entries: readonly LogEntry[]) => void): Promise<ConsistentView> {
    return onUnseen === undefined ? this.views.openView(since) : this.kept.openView(since, onUnseen);
  }
}

function nothing(at: AnchoredPosition): LogRead {
  return { entries: [], anchor: 'same', next: at, more: false, moreLate: false, oldestId: null };
}
