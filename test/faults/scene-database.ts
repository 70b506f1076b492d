import { randomBytes } from 'node:crypto';
import mysql, { type Connection, type Pool } from 'mysql2/promise';
import { testServerUrl } from '../support/database.ts';

/** A database that may die, freeze and come back under those who ask it. */
export class SceneDatabase {
  readonly name = `od_fault_${randomBytes(5).toString('hex')}`;
  readonly host: string;
  port: number;
  readonly user: string;
  readonly password: string;
  #pool: Pool | null = null;

  /** @param url of an administrator; without, the server under test */
  constructor(url: string | null) {
    const at = url === null ? testServerUrl() : new URL(url);
    this.host = at.hostname;
    this.port = Number(at.port || 3306);
    this.user = decodeURIComponent(at.username || 'root');
    this.password = decodeURIComponent(at.password);
  }

  /** Makes the database, empty, without a table. */
  async create(): Promise<void> {
    const connection = await mysql.createConnection(this.#login);
    await connection.query(`CREATE DATABASE \`${this.name}\` CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`);
    await connection.end();
  }

  get isMariaDb(): Promise<boolean> {
    return this.query<{ version: string }>('SELECT VERSION() AS version').then(
      ([row]) => row?.version.includes('MariaDB') ?? false,
    );
  }

  /** Runs a statement as some other program would; a connection that broke is replaced by the next call. */
  async query<Row = Record<string, unknown>>(sql: string, values: readonly unknown[] = []): Promise<Row[]> {
    this.#pool ??= mysql.createPool({
      ...this.#login,
      database: this.name,
      connectionLimit: 4,
      connectTimeout: 2_000,
      multipleStatements: true,
    });
    const [rows] = await this.#pool.query(sql, [...values]);
    return rows as Row[];
  }

  /** A connection of another program; whoever opens it closes it. */
  connect(): Promise<Connection> {
    return mysql.createConnection({ ...this.#login, database: this.name, multipleStatements: true });
  }

  /** Another server has it from now on: the one that was promoted. */
  async moveTo(port: number): Promise<void> {
    await this.#pool?.end();
    this.#pool = null;
    this.port = port;
  }

  /** Ids of all changes, those in the archive included, ascending. */
  async changeIds(): Promise<number[]> {
    const rows = await this.query<{ id: number }>(
      'SELECT id FROM order_changes UNION ALL SELECT change_id FROM order_history ORDER BY 1',
    );
    return rows.map(({ id }) => Number(id));
  }

  /** DB_* settings of a server. @param port of a wire in between */
  env(port = this.port): Record<string, string> {
    const { host, user, password, name } = this;
    return {
      DB_HOST: port === this.port ? host : '127.0.0.1',
      DB_PORT: String(port),
      DB_USER: user,
      DB_PASSWORD: password,
      DB_NAME: name,
    };
  }

  async close(drop: boolean): Promise<void> {
    if (drop) await this.query(`DROP DATABASE IF EXISTS \`${this.name}\``);
    await this.#pool?.end();
  }

  get #login() {
    const { host, port, user, password } = this;
    return { host, port, user, password };
  }
}
