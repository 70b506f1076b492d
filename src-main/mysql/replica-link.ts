import { toRanges } from '../feed/gap-tracker.ts';
import { idRangesSql } from './id-ranges-sql.ts';
import type { DatabaseConnection } from './mysql-connection.ts';
import { StatementTimeoutError } from './mysql-error.ts';
import type { Database } from './pool.ts';

/** What one look at the replica shows. */
export interface ReplicaSight {
  /** Those of the ids asked for that are there, ascending. */
  readonly found: readonly number[];
  readonly isReadOnly: boolean;
  /** Of its log; `null`: not there. */
  readonly epoch: string | null;
  /** Rows of its log below may have been cleaned away. Read after `found`. */
  readonly cleanedBelow: number;
}

/** The server that answered is not the one that was looked at: a restart, or a name that leads to several. */
export class AnotherReplicaError extends Error {
  override readonly name = 'AnotherReplicaError';
}

/** How long a statement may take by which the replica is examined, in milliseconds. */
const OPENING_MS = 2_000;
/** A frozen replica is given up after twice this time, in milliseconds. */
const PATIENCE_MS = 300;

/**
 * One unbroken life of a replica. While its first connection holds a lock, every further connection is let in only if
 * it finds that lock held: so all of them lead to the same process of the same server, and what one has seen there the
 * others see too. A server that restarts may come back with less than it had.
 */
export class ReplicaLink {
  private holder: { readonly connection: DatabaseConnection; readonly id: number } | null = null;
  /** Connections to the replica, all to one life of it. */
  readonly database: Database;

  /**
   * @param open makes the pool; it is to call `admit` for every connection it opens
   * @param lock a name that no other link has had: a replica that was cut off may hold the last one for hours
   */
  constructor(
    open: (admit: (connection: DatabaseConnection) => Promise<void>) => Database,
    private readonly lock: string,
  ) {
    this.database = open((connection) => this.admit(connection));
  }

  /** The first connection, which holds the lock. @throws the driver's error */
  async open(): Promise<DatabaseConnection> {
    const connection = await this.database.connect({ isolation: 'READ COMMITTED', timeoutMs: OPENING_MS });
    const [row] = await this.patient(
      connection,
      connection.rows('SELECT GET_LOCK(?, 0), CONNECTION_ID()', [this.lock]),
    );
    if (Number(row?.[0]) !== 1) throw new AnotherReplicaError('the replica gave no lock');
    this.holder = { connection, id: Number(row?.[1]) };
    return connection;
  }

  /** @throws the driver's error; the link is of no more use then */
  async look(ids: readonly number[]): Promise<ReplicaSight> {
    const { connection } = this.held();
    const found =
      ids.length === 0
        ? []
        : await this.patient(
            connection,
            connection.rows(
              `SELECT id FROM order_changes FORCE INDEX (PRIMARY) WHERE ${idRangesSql(toRanges(ids))} ORDER BY id`,
            ),
          );
    const [row] = await this.patient(
      connection,
      connection.rows(
        `SELECT @@global.read_only, @@global.innodb_read_only,
           (SELECT value FROM orderdeck_meta WHERE name = 'epoch'),
           (SELECT value FROM orderdeck_meta WHERE name = 'cleaned_below')`,
      ),
    );
    return {
      found: found.map(([id]) => Number(id)),
      isReadOnly: isOn(row?.[0]) || isOn(row?.[1]),
      epoch: row?.[2] == null ? null : String(row[2]),
      cleanedBelow: Number(row?.[3] ?? 0),
    };
  }

  /** Whatever is being read there fails at once. */
  end(): void {
    this.holder = null;
    void this.database.end();
  }

  private async admit(connection: DatabaseConnection): Promise<void> {
    if (this.holder === null) return;
    const [row] = await this.patient(connection, connection.rows('SELECT IS_USED_LOCK(?)', [this.lock]));
    if (Number(row?.[0]) !== this.holder.id) {
      throw new AnotherReplicaError('this is not the server that was looked at');
    }
  }

  private held(): { readonly connection: DatabaseConnection } {
    if (this.holder === null) throw new AnotherReplicaError('the link has ended');
    return this.holder;
  }

  /**
   * Two short times, one after the other: when it was this process that stood still, the first is over at once and the
   * answer, which has come by then, is read during the second.
   */
  private async patient<T>(connection: DatabaseConnection, answer: Promise<T>): Promise<T> {
    let isLate = false;
    let timer = setTimeout(() => {
      timer = setTimeout(() => {
        isLate = true;
        connection.destroy();
      }, PATIENCE_MS);
    }, PATIENCE_MS);
    try {
      return await answer;
    } catch (error) {
      throw isLate ? new StatementTimeoutError(`no answer within ${2 * PATIENCE_MS} ms`) : error;
    } finally {
      clearTimeout(timer);
    }
  }
}

/** A number on most servers, a word on some. */
function isOn(value: unknown): boolean {
  return value != null && !['0', 'OFF'].includes(String(value).toUpperCase());
}
