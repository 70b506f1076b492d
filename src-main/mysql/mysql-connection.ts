import { connect, isIP } from 'node:net';
import mysql, { type Connection, type ConnectionOptions, type QueryOptions } from 'mysql2';
import type { Logger } from '../observability/logger.ts';
import type { StatementMeter } from '../observability/statement-meter.ts';
import { ConnectionClosedError, StatementTimeoutError } from './mysql-error.ts';
import { type TlsSettings, tlsOptions } from './tls-options.ts';

/** Statements as text with escaped values: one round trip each, and the same on every server. */
export interface SqlRunner {
  /** Rows of a statement that answers with rows. `?` and `??` stand for values and identifiers. */
  query<Row extends object>(sql: string, values?: readonly unknown[]): Promise<Row[]>;
  /** A statement that answers with a count. */
  execute(sql: string, values?: readonly unknown[]): Promise<{ affectedRows: number; insertId: number }>;
}

export interface DatabaseConnection extends SqlRunner {
  /** Rows as arrays in the order of the columns, for hot paths. */
  rows(sql: string, values?: readonly unknown[]): Promise<unknown[][]>;
  /** False once it is known to be of no more use, whoever ended it. */
  readonly isOpen: boolean;
  /** Says good-bye and closes; never fails. */
  close(): Promise<void>;
  /** Closes at once, whatever is going on; pending statements fail. */
  destroy(): void;
}

/** `REPEATABLE READ` is the usual default; the feed reads at the two lower levels. */
export type Isolation = 'READ COMMITTED' | 'READ UNCOMMITTED' | 'REPEATABLE READ';

export interface ConnectionTarget {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** `null`: no database chosen yet. */
  readonly database: string | null;
  readonly tls: TlsSettings;
  readonly connectTimeoutMs: number;
  readonly logger: Logger;
  /** Log every statement with its time. Values are left out: they may be secrets. */
  readonly sqlDebug: boolean;
  /** Told how long each statement took. */
  readonly statements?: StatementMeter;
}

export interface ConnectionSettings {
  readonly isolation: Isolation | null;
  /** Milliseconds an answer may take before the connection is given up; `null`: as long as it takes. */
  readonly timeoutMs: number | null;
  /**
   * Milliseconds after which MySQL ends the connection when it says nothing. For those that never rest for so long: a
   * process that stands still in the middle of a transaction would hold its locks against everybody.
   */
  readonly silentMs?: number;
}

// Sent before first use. UTC, so that TIMESTAMP text needs no conversion. No NO_BACKSLASH_ESCAPES and no ANSI_QUOTES:
// under these the driver's escaping would not be safe. A lock is waited for seconds, not MySQL's 50, since a person waits.
const SESSION = [
  `SET time_zone = '+00:00'`,
  `SESSION sql_mode = 'STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION'`,
  'SESSION autocommit = 1',
  'SESSION sql_safe_updates = 0',
  'SESSION sql_select_limit = DEFAULT',
  'SESSION innodb_lock_wait_timeout = 3',
].join(', ');

/** Seconds of silence after which MySQL ends a connection that says nothing else about it: eight hours, its default. */
export const USUAL_SILENCE_SECONDS = 28_800;

/** Called once, when the connection is of no more use, whoever ended it. */
type OnEnd = () => void;

/**
 * Opens and prepares a connection.
 *
 * @throws the driver's or the server's error, or StatementTimeoutError; see `classifyMysqlError`
 */
export async function openConnection(
  target: ConnectionTarget,
  settings: ConnectionSettings,
  onEnd: OnEnd = () => undefined,
): Promise<DatabaseConnection> {
  const { user, password, database, connectTimeoutMs } = target;
  const raw = mysql.createConnection({
    ...wayTo(target),
    user,
    password,
    ...(database === null ? {} : { database }),
    connectTimeout: connectTimeoutMs,
    charset: 'utf8mb4',
    dateStrings: true,
    supportBigNumbers: true,
    jsonStrings: true,
    enableKeepAlive: true,
    keepAliveInitialDelay: KEEP_ALIVE_MS,
  });
  const connection = new MysqlConnection(raw, target, settings.timeoutMs, onEnd);
  try {
    await connected(raw, connectTimeoutMs);
    await connection.prepare(settings, connectTimeoutMs);
  } catch (error) {
    connection.destroy();
    throw error;
  }
  return connection;
}

const KEEP_ALIVE_MS = 10_000;

/** Address and protection of a connection, as the driver takes them. @throws CertificateFileError */
export function wayTo({ host, port, tls }: Pick<ConnectionTarget, 'host' | 'port' | 'tls'>): ConnectionOptions {
  const ssl = tlsOptions(tls);
  if (ssl === null) return { host, port };
  if (tls.mode !== 'verify' || isIP(host) === 0) return { host, port, ssl };
  // The driver compares the certificate with `localhost` where the host is an address. With a final dot, which Node.js
  // takes off before it compares, it takes the address for a name.
  const stream = () => connect({ host, port }).setNoDelay(true).setKeepAlive(true, KEEP_ALIVE_MS);
  return { host: `${host}.`, port, ssl, stream };
}

function connected(raw: Connection, timeoutMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    // The driver's own timer ends with the greeting; a server that freezes after it would hold us for ever.
    const timer = setTimeout(() => reject(new StatementTimeoutError(`no login within ${timeoutMs} ms`)), timeoutMs);
    raw.connect((error) => {
      clearTimeout(timer);
      if (error) reject(error);
      else resolve();
    });
  });
}

class MysqlConnection implements DatabaseConnection {
  private ended = false;
  private readonly pending = new Set<(error: Error) => void>();

  constructor(
    private readonly raw: Connection,
    private readonly target: ConnectionTarget,
    private readonly timeoutMs: number | null,
    private readonly onEnd: OnEnd,
  ) {
    // An idle connection that the server closes reports it here, and nowhere else.
    raw.on('error', () => this.end());
    raw.on('end', () => this.end());
  }

  get isOpen(): boolean {
    return !this.ended;
  }

  async prepare({ isolation, silentMs }: ConnectionSettings, timeoutMs: number): Promise<void> {
    const seconds = silentMs === undefined ? USUAL_SILENCE_SECONDS : Math.ceil(silentMs / 1_000);
    await this.run<unknown>({ sql: `${SESSION}, SESSION wait_timeout = ${seconds}` }, timeoutMs);
    if (isolation !== null) {
      await this.run<unknown>({ sql: `SET SESSION TRANSACTION ISOLATION LEVEL ${isolation}` }, timeoutMs);
    }
  }

  query<Row extends object>(sql: string, values: readonly unknown[] = []): Promise<Row[]> {
    return this.run<Row[]>({ sql, values: [...values] }, this.timeoutMs);
  }

  rows(sql: string, values: readonly unknown[] = []): Promise<unknown[][]> {
    return this.run<unknown[][]>({ sql, values: [...values], rowsAsArray: true }, this.timeoutMs);
  }

  async execute(sql: string, values: readonly unknown[] = []): Promise<{ affectedRows: number; insertId: number }> {
    const { affectedRows, insertId } = await this.run<{ affectedRows: number; insertId: number }>(
      { sql, values: [...values] },
      this.timeoutMs,
    );
    return { affectedRows, insertId };
  }

  async close(): Promise<void> {
    if (this.ended) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, 1_000);
      this.raw.end(() => {
        clearTimeout(timer);
        resolve();
      });
    });
    this.destroy();
  }

  destroy(): void {
    this.end();
    this.raw.destroy();
    // The driver only half-closes, which a frozen server never answers.
    (this.raw as unknown as { stream: { destroy(): void } }).stream.destroy();
    // Nor does it tell those who wait for an answer.
    for (const reject of this.pending) reject(new ConnectionClosedError('the connection was closed'));
    this.pending.clear();
  }

  private run<Answer>(options: QueryOptions, timeoutMs: number | null): Promise<Answer> {
    const startedAt = performance.now();
    return new Promise<Answer>((resolve, reject) => {
      const onTimeout = () => {
        reject(new StatementTimeoutError(`no answer within ${timeoutMs} ms`));
        this.destroy();
      };
      const timer = timeoutMs === null ? null : setTimeout(onTimeout, timeoutMs);
      this.pending.add(reject);
      this.raw.query(options, (error, answer) => {
        this.pending.delete(reject);
        if (timer !== null) clearTimeout(timer);
        const ms = performance.now() - startedAt;
        this.target.statements?.record(ms, error !== null);
        if (this.target.sqlDebug) this.log(options.sql, ms, error);
        if (error) reject(error);
        else resolve(answer as unknown as Answer);
      });
    });
  }

  private log(sql: string, ms: number, error: unknown): void {
    const failed = error instanceof Error ? { errno: (error as { errno?: number }).errno } : {};
    this.target.logger.info({ sql, ms: Math.round(ms * 100) / 100, ...failed }, 'SQL statement');
  }

  private end(): void {
    if (this.ended) return;
    this.ended = true;
    this.onEnd();
  }
}
