import { AppError } from '../base/app-error.ts';
import type { Logger } from '../observability/logger.ts';
import type { StatementMeter } from '../observability/statement-meter.ts';
import { ConnectionPool, type PoolUsage } from './connection-pool.ts';
import {
  type ConnectionSettings,
  type DatabaseConnection,
  type Isolation,
  openConnection,
  type SqlRunner,
} from './mysql-connection.ts';
import type { TlsSettings } from './tls-options.ts';
import { inTransaction, isBroken } from './transaction.ts';

export interface DatabaseOptions {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  readonly tls: TlsSettings;
  readonly connectionLimit: number;
  /** Most borrowers waiting for a connection; 0: no limit. */
  readonly queueLimit: number;
  readonly connectTimeoutMs: number;
  readonly logger: Logger;
  readonly sqlDebug: boolean;
  readonly statements?: StatementMeter;
  /** Asked about each connection that was opened; one that it rejects is closed again. */
  readonly admit?: (connection: DatabaseConnection) => Promise<void>;
}

/** The database, through a pool of connections. Opens none before it is asked for something. */
export interface Database extends SqlRunner {
  /** Borrow one pooled connection for several statements. Broken connections are destroyed, not returned. */
  use<T>(run: (connection: DatabaseConnection) => Promise<T>): Promise<T>;
  /** The same within one transaction: committed when `run` resolves, rolled back when it rejects. */
  transaction<T>(run: (connection: DatabaseConnection) => Promise<T>): Promise<T>;
  /**
   * A connection outside the pool, for those that keep theirs. An answer that takes longer than `timeoutMs` rejects
   * and destroys the connection, so that a frozen server is noticed.
   */
  connect(options: ConnectionSettings & { readonly isolation: Isolation }): Promise<DatabaseConnection>;
  usage(): PoolUsage;
  /** Closes all connections, also those of `connect`; statements under way fail. */
  end(): Promise<void>;
}

// Longer than any statement of the program takes; a frozen server must not hold a request for ever.
const POOL_STATEMENT_TIMEOUT_MS = 60_000;

/** Errors of all methods are the driver's; `mysql-error.ts` says what they mean. */
export function createDatabase(options: DatabaseOptions): Database {
  const kept = new Set<DatabaseConnection>();
  const pool = new ConnectionPool({
    limit: options.connectionLimit,
    queueLimit: options.queueLimit,
    open: (onEnd) => open({ isolation: null, timeoutMs: POOL_STATEMENT_TIMEOUT_MS }, onEnd),
  });

  async function open(settings: ConnectionSettings, onEnd: () => void): Promise<DatabaseConnection> {
    const connection = await openConnection(options, settings, onEnd);
    try {
      await options.admit?.(connection);
      return connection;
    } catch (error) {
      connection.destroy();
      throw error;
    }
  }

  async function use<T>(run: (connection: DatabaseConnection) => Promise<T>): Promise<T> {
    const connection = await pool.borrow();
    try {
      const result = await run(connection);
      pool.giveBack(connection);
      return result;
    } catch (error) {
      if (isBroken(error)) connection.destroy();
      pool.giveBack(connection);
      throw error;
    }
  }

  return {
    use,
    query: (sql, values) => use((connection) => connection.query(sql, values)),
    execute: (sql, values) => use((connection) => connection.execute(sql, values)),
    transaction: (run) => use((connection) => inTransaction(connection, run)),
    async connect(settings) {
      if (pool.closed) throw new AppError('shutting-down', 'The server is stopping.');
      // It may end before it is open, so there may be nothing to forget.
      let opened: DatabaseConnection | null = null;
      opened = await open(settings, () => {
        if (opened !== null) kept.delete(opened);
      });
      kept.add(opened);
      return opened;
    },
    usage: () => pool.usage(),
    async end() {
      for (const connection of [...kept]) connection.destroy();
      await pool.end();
    },
  };
}
