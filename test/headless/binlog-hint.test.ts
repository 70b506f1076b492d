import mysql, { type Connection, type RowDataPacket } from 'mysql2/promise';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { StreamEnd } from '../../src-main/feed/commit-stream.ts';
import { BinlogStreams } from '../../src-main/mysql/binlog-streams.ts';
import { createDatabase } from '../../src-main/mysql/pool.ts';
import { TestAuthority } from '../support/certificates.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { QUICK } from '../support/feed-rig.ts';
import { pollsEvery } from '../support/poll-settings.ts';
import { type OwnDatabaseServer, startOwnDatabaseServer } from '../support/private-database.ts';
import { recordingLogger } from '../support/recording-logger.ts';
import { ServerProcess } from '../support/server-process.ts';
import { eventuallyEqualTable } from '../support/table.ts';
import { V1Client } from '../support/v1-client.ts';

/** Nothing is read unless somebody wakes the reader. */
const ASLEEP = pollsEvery(60_000);
/** No write of the server's own that could be taken for the word of another one. */
const HUSHED = { CLEANUP_INTERVAL_MS: '60000', READER_TIMEOUT_MS: '600000' };
const INSERT = "INSERT INTO orders (customer_name, product_name) VALUES ('Ada', 'Laptop')";

describe('the binary log as a hint', () => {
  let authority: TestAuthority;
  let own: OwnDatabaseServer;
  let database: TestDatabase;
  let other: Connection;
  const servers: ServerProcess[] = [];
  const clients: V1Client[] = [];

  beforeAll(async () => {
    authority = TestAuthority.create();
    const { certificate, key } = authority.issue('server', 'DNS:localhost,IP:127.0.0.1');
    const tls = [`--ssl-cert=${certificate}`, `--ssl-key=${key}`, `--ssl-ca=${authority.certificate}`];
    own = await startOwnDatabaseServer(['--log-bin=binlog', '--binlog-format=ROW', '--server-id=1', ...tls]);
    database = await createTestDatabase({ url: own.url });
    other = await database.connect();
  }, 120_000);
  afterEach(async () => {
    for (const client of clients.splice(0)) await client.close();
    for (const server of servers.splice(0)) await server.stop();
  });
  afterAll(async () => {
    other?.destroy();
    await database?.drop().catch(() => undefined);
    await own?.remove();
    authority?.remove();
  });

  async function serve(settings: Readonly<Record<string, string>> = {}): Promise<ServerProcess> {
    const server = await ServerProcess.start({ ...database.env, ...QUICK, ...settings });
    servers.push(server);
    return server;
  }
  async function watch(server: ServerProcess): Promise<V1Client> {
    const client = await (await V1Client.connect(server.sameOriginWsUrl)).ready();
    clients.push(client);
    return client;
  }
  const inUse = (server: ServerProcess) =>
    eventually('the hint is in use', async () => (await server.stats()).binlog.state === 'in-use');
  const dumps = async () => {
    const [rows] = await other.query<RowDataPacket[]>(
      "SELECT ID AS id FROM information_schema.PROCESSLIST WHERE COMMAND LIKE 'Binlog Dump%'",
    );
    return rows.map(({ id }) => Number(id));
  };

  it('[HINT-20] wakes a reader that would sleep, whatever kind of transaction it was', async () => {
    const server = await serve({ ...ASLEEP, ...HUSHED });
    await inUse(server);
    const changes = async () => Number((await server.stats()).feed.counters.changes);
    const kinds: Record<string, readonly string[]> = {
      autocommit: [INSERT],
      transaction: ['START TRANSACTION', INSERT, INSERT, 'COMMIT'],
      xa: ["XA START 'a'", INSERT, "XA END 'a'", "XA PREPARE 'a'", "XA COMMIT 'a'"],
      'xa in one phase': ["XA START 'b'", INSERT, "XA END 'b'", "XA COMMIT 'b' ONE PHASE"],
      compressed: database.isMariaDb
        ? ['SET GLOBAL log_bin_compress = ON', INSERT]
        : ['SET SESSION binlog_transaction_compression = ON', INSERT],
      'after another file was begun': ['FLUSH BINARY LOGS', INSERT],
    };
    for (const [kind, statements] of Object.entries(kinds)) {
      const before = await changes();
      for (const sql of statements) await other.query(sql);
      await eventually(`${kind} is read`, async () => (await changes()) > before, 10_000);
    }
    await other.query(database.isMariaDb ? 'SET GLOBAL log_bin_compress = OFF' : 'DO 0');
    // What has no transaction: a table of another engine, and a change of a table.
    const told = async () => (await server.stats()).binlog.commits;
    for (const sql of [
      'CREATE TABLE aside (id INT) ENGINE=MyISAM',
      'INSERT INTO aside VALUES (1)',
      'DROP TABLE aside',
    ]) {
      const before = await told();
      await other.query(sql);
      await eventually(`${sql} is told`, async () => (await told()) > before, 10_000);
    }
    expect((await server.stats()).binlog).toMatchObject({ state: 'in-use', losses: 0, missed: 0 });
  });

  it('[HINT-21] in use, the reader looks by itself every 400 ms only; its end leaves nothing behind', async () => {
    const server = await serve();
    const client = await watch(server);
    await inUse(server);
    await other.query(INSERT);
    await eventuallyEqualTable(database, [client]);
    await eventually('the pace is slow', async () => (await server.stats()).status.pollMs === 400);
    await server.stop();
    servers.length = 0;
    await eventually('no reader of the binary log is left', async () => (await dumps()).length === 0);
  });

  it('[HINT-22] a connection that is killed is opened again, and nothing is lost meanwhile', async () => {
    const server = await serve();
    const client = await watch(server);
    await inUse(server);
    for (const id of await dumps()) await other.query(`KILL ${id}`);
    await other.query(INSERT);
    await eventually('the loss is known', async () => (await server.stats()).binlog.losses === 1);
    await other.query(INSERT);
    await eventuallyEqualTable(database, [client]);
    await inUse(server);
    await eventually('both were told', async () => {
      const codes = (await server.stats()).feed.incidents.map(({ code }) => code);
      return codes.includes('hint-lost') && codes.includes('hint-back');
    });
  });

  it('[HINT-23] a change that is not in the log still comes, and the hint is not relied on any more', async () => {
    const server = await serve(HUSHED);
    const client = await watch(server);
    await inUse(server);
    await eventually('the pace is slow', async () => (await server.stats()).status.pollMs === 400);
    await other.query('SET SESSION sql_log_bin = 0');
    // Right after a word of something else it might be the word of this.
    await eventually('it is doubted', async () => {
      await other.query(INSERT);
      return (await server.stats()).binlog.state === 'doubted';
    });
    await other.query('SET SESSION sql_log_bin = 1');
    await eventuallyEqualTable(database, [client]);
    expect((await server.stats()).binlog).toMatchObject({ reason: 'missed', missed: 1 });
    await eventually('the pace is as without it', async () => ((await server.stats()).status.pollMs ?? 400) <= 50);
  });

  it('[HINT-24] without the right it names the GRANT; once given, it is used, with a password and over TLS', async () => {
    await other.query(
      `CREATE USER 'reader'@'%' IDENTIFIED BY 'secret' REQUIRE SSL; GRANT ALL ON \`${database.name}\`.* TO 'reader'@'%'`,
    );
    const server = await serve({
      DB_USER: 'reader',
      DB_PASSWORD: 'secret',
      DB_TLS: 'verify',
      DB_TLS_CA: authority.certificate,
    });
    const client = await watch(server);
    const findings = async () => (await server.stats()).preflight.filter(({ code }) => code === 'binlog-hint');
    const [finding] = await eventually('it says so', async () => {
      const found = await findings();
      return found.length > 0 && found;
    });
    expect((await server.stats()).binlog).toMatchObject({ state: 'unavailable', reason: 'no-right' });
    expect(finding).toMatchObject({ severity: 'info' });
    await other.query(INSERT);
    await eventuallyEqualTable(database, [client]);
    // One of the two is not enough.
    await other.query("GRANT REPLICATION CLIENT ON *.* TO 'reader'@'%'");
    const check = () => fetch(`${server.url}/api/database/check`, { method: 'POST' });
    await check();
    await eventually('the other is missing', async () =>
      /REPLICATION SLAVE/.test((await server.stats()).binlog.problem ?? ''),
    );
    await other.query(finding?.repair ?? '');
    await check();
    await inUse(server);
    expect(await findings()).toEqual([]);
  });

  it('[HINT-25] two readers under one number: the older one ends and says why', async () => {
    const target = { host: '127.0.0.1', port: own.port, user: 'root', password: '', connectTimeoutMs: 5_000 };
    const settings = { ...target, tls: { mode: 'off', caFile: '' } as const };
    const pool = createDatabase({
      ...settings,
      database: database.name,
      connectionLimit: 2,
      queueLimit: 0,
      logger: recordingLogger(),
      sqlDebug: false,
    });
    const streams = new BinlogStreams(pool, settings, () => 0x4711_4711);
    const ends: StreamEnd[] = [];
    let opened = 0;
    const listener = { opened: () => opened++, committed: () => undefined, ended: (end: StreamEnd) => ends.push(end) };
    const first = streams.open(listener);
    await eventually('the first is open', () => opened === 1);
    const second = streams.open(listener);
    await eventually('the first has ended', () => ends.length === 1);
    await eventually('the second is open', () => opened === 2);
    expect(ends[0]).toMatchObject({ reason: 'clash' });
    first.close();
    second.close();
    await pool.end();
  });

  it('[HINT-26] the database is killed and comes back: so does the hint', async () => {
    const server = await serve();
    const client = await watch(server);
    await inUse(server);
    await own.kill();
    await eventually('it is gone', async () => (await server.stats()).binlog.state === 'connecting');
    await own.start();
    other = await mysql.createConnection({ uri: own.url, database: database.name, multipleStatements: true });
    await inUse(server);
    await other.query(INSERT);
    const again = { query: async <Row>(sql: string) => (await other.query(sql))[0] as Row[] };
    await eventuallyEqualTable(again, [client]);
  });
});

it('[HINT-27] a server without a binary log is read as ever, and the figures say why', async () => {
  const own = await startOwnDatabaseServer(['--skip-log-bin']);
  const database = await createTestDatabase({ url: own.url });
  const server = await ServerProcess.start({ ...database.env, ...QUICK });
  try {
    const client = await (await V1Client.connect(server.sameOriginWsUrl)).ready();
    await eventually('the reason is known', async () => (await server.stats()).binlog.reason === 'no-binlog');
    await database.query(INSERT);
    await eventuallyEqualTable(database, [client]);
    const { binlog, preflight } = await server.stats();
    expect(binlog.state).toBe('unavailable');
    expect(preflight.filter(({ code }) => code === 'binlog-hint')).toEqual([]);
    await client.close();
  } finally {
    await server.stop();
    await database.drop();
    await own.remove();
  }
});
