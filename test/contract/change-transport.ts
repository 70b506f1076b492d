import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ChangeEvent } from '../../src-shared/change-event.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import type { Picture } from '../support/picture.ts';
import { testSeed } from '../support/random.ts';
import { eventuallyEqualTable } from '../support/table.ts';
import { runWriters } from '../support/writers.ts';

/** What a client is to the suite, whichever transport brings it its changes. */
export interface TransportClient {
  readonly picture: Picture;
  readonly token: string | undefined;
  readonly changes: readonly ChangeEvent[];
  /** One entry for each whole snapshot. */
  readonly snapshots: readonly string[];
  /** Whether the changes since its token were to be had, for each welcome. */
  readonly recovered: readonly boolean[];
  readonly faults: readonly string[];
  ready(): Promise<unknown>;
  until(what: string, check: () => boolean, withinMs?: number): Promise<unknown>;
  close(): Promise<unknown>;
}

/** What serves the changes: the server, or the desktop program around its window. */
export interface TransportServer<Self> {
  stop(): Promise<unknown>;
  /** Ends it as a power cut would. */
  kill(): Promise<unknown>;
  startAgain(): Promise<Self>;
}

export interface TransportUnderTest<Server extends TransportServer<Server>> {
  start(environment: Readonly<Record<string, string>>): Promise<Server>;
  /** @param from a client of before, whose place the new one takes up */
  connect(server: Server, from?: TransportClient): Promise<TransportClient>;
}

/** What every way to the changes promises, on a real server with a real database. */
export function describeChangeTransport<Server extends TransportServer<Server>>(
  name: string,
  { start, connect }: TransportUnderTest<Server>,
): void {
  describe(`changes over ${name}`, () => {
    const settings = { RATE_LIMIT_PER_MINUTE: '0', LOG_RETENTION_ROWS: '100000', AUDIT_INTERVAL_MS: '500' };
    let database: TestDatabase;
    let server: Server;
    const clients: TransportClient[] = [];

    beforeAll(async () => {
      database = await createTestDatabase();
      server = await start({ ...database.env, ...settings });
    });
    afterEach(async () => {
      for (const client of clients.splice(0)) await client.close();
    });
    afterAll(async () => {
      await server.stop();
      await database.drop();
    });

    async function connected(from?: TransportClient): Promise<TransportClient> {
      const client = await connect(server, from);
      clients.push(client);
      await client.ready();
      return client;
    }

    async function leave(client: TransportClient): Promise<void> {
      clients.splice(clients.indexOf(client), 1);
      await client.close();
    }

    async function insert(count: number, customer: string): Promise<void> {
      const rows = Array.from({ length: count }, (_, i) => [customer, `Product ${i}`]);
      await database.query('INSERT INTO orders (customer_name, product_name) VALUES ?', [rows]);
    }

    const seen = (client: TransportClient, customer: string) =>
      client.changes.filter(({ order }) => order.customer_name === customer).length;

    it(`[CHANGES-1] ${name}: who comes without a token gets the table, then each change once, in an order that takes no row back`, async () => {
      await insert(2_500, 'There before');
      const client = await connected();
      expect([client.recovered, client.snapshots.length]).toEqual([[false], 1]);
      const seed = testSeed();
      console.info(`seed ${seed}`);
      const started = client.changes.length;
      await runWriters(database, {
        writers: 4,
        changes: 600,
        seed,
        maxTransactionMs: 20,
        rollbackShare: 0.1,
        kind: 'transactions',
      });
      await eventuallyEqualTable(database, [client]);
      const told = client.changes.slice(started);
      expect(new Set(told.map(({ changeId }) => changeId)).size).toBe(told.length);
      const versions = new Map<number, number>();
      for (const { order } of told) {
        expect(order.version).toBeGreaterThanOrEqual(versions.get(order.id) ?? 0);
        versions.set(order.id, order.version);
      }
      expect([client.snapshots.length, client.faults]).toEqual([1, []]);
    });

    it(`[CHANGES-2] ${name}: with its token it goes on where it was, late commits included, nothing twice`, async () => {
      const first = await connected();
      const open = await database.connect();
      await open.query('START TRANSACTION');
      await open.query("INSERT INTO orders (customer_name, product_name) VALUES ('Late', 'Laptop')");
      await insert(10, 'With it');
      await first.until('the 10', () => seen(first, 'With it') === 10);
      await leave(first);
      await insert(10, 'Without it');
      await open.query('COMMIT');
      const second = await connected(first);
      await second.until('what it missed', () => second.changes.length >= 11);
      await eventuallyEqualTable(database, [second]);
      expect([second.recovered, second.snapshots]).toEqual([[true], []]);
      expect([seen(second, 'With it'), seen(second, 'Without it'), seen(second, 'Late')]).toEqual([0, 10, 1]);
    });

    it(`[CHANGES-3] ${name}: and after the server was killed and started again, 3,000 changes later`, async () => {
      const first = await connected();
      await insert(1, 'Before');
      await first.until('the change', () => seen(first, 'Before') === 1);
      await server.kill();
      await leave(first).catch(() => undefined);
      await insert(3_000, 'Meanwhile');
      server = await server.startAgain();
      const second = await connected(first);
      await second.until('what it missed', () => second.changes.length >= 3_000);
      await insert(1, 'After');
      await eventuallyEqualTable(database, [second]);
      expect([second.recovered, second.snapshots, second.faults]).toEqual([[true], [], []]);
      expect(new Set(second.changes.map(({ changeId }) => changeId)).size).toBe(second.changes.length);
      expect(second.changes).toHaveLength(3_001);
    });

    it(`[CHANGES-4] ${name}: what went past the log is healed by a snapshot, for who stays and for who comes back`, async () => {
      const stays = await connected();
      const leaves = await connected();
      await leave(leaves);
      await database.query('TRUNCATE TABLE orders');
      await stays.until('the new picture', () => stays.snapshots.length === 2);
      await insert(3, 'New');
      const again = await connected(leaves);
      await eventuallyEqualTable(database, [stays, again]);
      expect([again.recovered, again.snapshots.length]).toEqual([[false], 1]);
    });
  });
}
