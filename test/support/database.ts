import { randomBytes } from 'node:crypto';
import mysql, { type Connection, type RowDataPacket } from 'mysql2/promise';

/** A database of a test's own on the real server named by TEST_DATABASE_URL; dropped when the test is done. */
export interface TestDatabase {
  readonly name: string;
  /** DB_* settings to reach it, as raw configuration. */
  readonly env: Readonly<Record<'DB_HOST' | 'DB_PORT' | 'DB_USER' | 'DB_PASSWORD' | 'DB_NAME', string>>;
  readonly isMariaDb: boolean;
  /** Runs a statement on the administrator's own connection, as some other program would. */
  query<Row = Record<string, unknown>>(sql: string, values?: readonly unknown[]): Promise<Row[]>;
  /** A further connection of another program; closed with the database. */
  connect(): Promise<Connection>;
  drop(): Promise<void>;
}

export function testServerUrl(): URL {
  const url = process.env.TEST_DATABASE_URL;
  if (url === undefined) throw new Error('TEST_DATABASE_URL is not set: run the tests with `npm test`');
  return new URL(url);
}

/**
 * @param options.create whether to create the (empty) database too; without, the program under test does it
 * @param options.url another server than that of TEST_DATABASE_URL
 */
export async function createTestDatabase(
  options: { readonly create?: boolean; readonly url?: string } = {},
): Promise<TestDatabase> {
  const url = options.url === undefined ? testServerUrl() : new URL(options.url);
  const name = `od_test_${randomBytes(5).toString('hex')}`;
  const server = {
    host: url.hostname,
    port: Number(url.port || 3306),
    user: decodeURIComponent(url.username || 'root'),
    password: decodeURIComponent(url.password),
  };
  const admin = await mysql.createConnection({
    ...server,
    multipleStatements: true,
  });
  const [[version]] = await admin.query<RowDataPacket[]>('SELECT VERSION() AS version');
  if (options.create ?? true) {
    await admin.query(`CREATE DATABASE \`${name}\` CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`);
    await admin.query(`USE \`${name}\``);
  }
  const connections: Connection[] = [];
  return {
    name,
    env: {
      DB_HOST: server.host,
      DB_PORT: String(server.port),
      DB_USER: server.user,
      DB_PASSWORD: server.password,
      DB_NAME: name,
    },
    isMariaDb: String(version?.version).includes('MariaDB'),
    async query<Row>(sql: string, values: readonly unknown[] = []) {
      const [rows] = await admin.query(sql, [...values]);
      return rows as Row[];
    },
    async connect() {
      const connection = await mysql.createConnection({
        ...server,
        database: name,
        multipleStatements: true,
      });
      connections.push(connection);
      return connection;
    },
    async drop() {
      for (const connection of connections) connection.destroy();
      await admin.query(`DROP DATABASE IF EXISTS \`${name}\``);
      await admin.end();
    },
  };
}
