import type { Connection } from 'mysql2/promise';
import type { Stats } from '../../src-shared/rest-api.ts';
import { BaseClient } from './base-client.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { eventually } from './eventually.ts';
import { ServerProcess } from './server-process.ts';
import { eventuallyEqualTable } from './table.ts';
import { V1Client } from './v1-client.ts';

/** Short times, so that a test need not wait for what an operator would wait minutes for. */
export const QUICK = {
  AUDIT_INTERVAL_MS: '1000',
  CLEANUP_INTERVAL_MS: '300',
  GAP_ABSENT_MS: '500',
  READER_TIMEOUT_MS: '3000',
  RATE_LIMIT_PER_MINUTE: '0',
};

/** Nothing is deleted that a test wants to count. */
export const KEEP_ALL = { LOG_RETENTION_ROWS: '1000000' };

/** Servers on one database, clients of both kinds on each, and other programs that write. */
export class FeedRig {
  readonly servers: ServerProcess[] = [];
  readonly clients: (BaseClient | V1Client)[] = [];

  private constructor(readonly database: TestDatabase) {}

  static async open(): Promise<FeedRig> {
    const database = await createTestDatabase();
    // A lock that is waited for is a fault of the test or of the program: it shows within seconds, not 50 of them.
    await database.query('SET innodb_lock_wait_timeout = 3');
    return new FeedRig(database);
  }

  /** @param settings beside the database's and the quick ones */
  async server(settings: Readonly<Record<string, string>> = {}): Promise<ServerProcess> {
    const server = await ServerProcess.start({ ...this.database.env, ...QUICK, ...settings });
    this.servers.push(server);
    return server;
  }

  async base(server: ServerProcess): Promise<BaseClient> {
    const client = await (await BaseClient.connect(server.wsUrl)).ready();
    this.clients.push(client);
    return client;
  }

  async v1(server: ServerProcess): Promise<V1Client> {
    const client = await (await V1Client.connect(server.sameOriginWsUrl)).ready();
    this.clients.push(client);
    return client;
  }

  /** A server with one client of each kind. */
  async watchedServer(settings?: Readonly<Record<string, string>>) {
    const server = await this.server(settings);
    return { server, v1: await this.v1(server), base: await this.base(server) };
  }

  /** Waits until every client shows exactly the table. */
  async equal(withinMs = 30_000): Promise<void> {
    await eventuallyEqualTable(this.database, this.clients, withinMs);
  }

  insert(...names: string[]): Promise<unknown> {
    return insertOrders(this.database, names);
  }

  /** A connection of another program. */
  async writer(): Promise<Connection> {
    const connection = await this.database.connect();
    await connection.query('SET innodb_lock_wait_timeout = 3');
    return connection;
  }

  async logIds(): Promise<number[]> {
    const rows = await this.database.query<{ id: number }>('SELECT id FROM order_changes ORDER BY id');
    return rows.map((row) => Number(row.id));
  }

  async close(): Promise<void> {
    for (const client of this.clients.splice(0)) client.terminate();
    for (const server of this.servers.splice(0)) await server.kill();
    await this.database.drop();
  }
}

export function insertOrders(database: Pick<TestDatabase, 'query'>, names: readonly string[]): Promise<unknown> {
  return database.query('INSERT INTO orders (customer_name, product_name) VALUES ?', [
    names.map((name) => [name, 'Laptop']),
  ]);
}

/** Codes of the incidents a server has had, newest first. */
export async function incidentsOf(server: ServerProcess): Promise<string[]> {
  return (await server.stats()).feed.incidents.map((incident) => incident.code);
}

/** Waits until the statistics say so. */
export async function eventuallyStats(
  server: ServerProcess,
  what: string,
  check: (stats: Stats) => boolean,
  withinMs = 15_000,
): Promise<Stats> {
  return eventually(
    what,
    async () => {
      const stats = await server.stats();
      if (!check(stats)) throw new Error(JSON.stringify({ feed: stats.feed, log: stats.log, audit: stats.audit }));
      return stats;
    },
    withinMs,
  );
}
