import mysql, { type Pool } from 'mysql2/promise';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BaseClient } from '../support/base-client.ts';
import { eventually } from '../support/eventually.ts';
import { incidentsOf, KEEP_ALL, QUICK } from '../support/feed-rig.ts';
import { type OwnDatabaseServer, startOwnDatabaseServer } from '../support/private-database.ts';
import { testSeed } from '../support/random.ts';
import { ServerProcess } from '../support/server-process.ts';
import { StubbornWriters } from '../support/stubborn-writers.ts';
import { eventuallyEqualTable } from '../support/table.ts';
import { V1Client } from '../support/v1-client.ts';

describe('a database server that crashes or freezes under load', () => {
  let own: OwnDatabaseServer;
  let pool: Pool;
  let server: ServerProcess;
  let writers: StubbornWriters;
  let v1: V1Client;
  let base: BaseClient;
  let runs = 0;

  beforeAll(async () => {
    own = await startOwnDatabaseServer();
  });
  afterAll(() => own.remove());

  beforeEach(async () => {
    const name = `od_own_${++runs}`;
    server = await ServerProcess.start({
      ...QUICK,
      ...KEEP_ALL,
      DB_HOST: '127.0.0.1',
      DB_PORT: String(own.port),
      DB_USER: 'root',
      DB_PASSWORD: '',
      DB_NAME: name,
      DB_CONNECT_TIMEOUT_MS: '1000',
    });
    const url = new URL(own.url);
    url.pathname = `/${name}`;
    pool = mysql.createPool({ uri: url.href, connectTimeout: 1_000 });
    v1 = await (await V1Client.connect(server.sameOriginWsUrl)).ready();
    base = await (await BaseClient.connect(server.wsUrl)).ready();
    writers = new StubbornWriters(url.href, { writers: 6, seed: testSeed() });
    await v1.until('changes come', () => v1.changes.length > 100);
  });

  afterEach(async () => {
    await writers.stop();
    v1.terminate();
    base.terminate();
    await server.kill();
    await pool.end();
  });

  const query = async <Row>(sql: string, values: readonly unknown[] = []) =>
    (await pool.query(sql, [...values]))[0] as Row[];

  async function wholeAgain(): Promise<void> {
    const seen = v1.changes.length;
    await v1.until('changes come again', () => v1.changes.length > seen + 100, 20_000);
    await writers.stop();
    await eventuallyEqualTable({ query }, [v1, base], 30_000);
    const ids = (await query<{ id: number }>('SELECT id FROM order_changes ORDER BY id')).map(({ id }) => Number(id));
    expect(v1.changes.map(({ changeId }) => changeId).sort((a, b) => a - b)).toEqual(ids);
    expect([v1.snapshots, base.initialDataCount, base.repeated]).toEqual([['first-connect'], 1, 0]);
    base.assertNeverBackwards();
    expect(await incidentsOf(server)).toEqual(expect.arrayContaining(['connection-lost', 'connection-back']));
    expect((await server.stats()).audit.driftsFound).toBe(0);
  }

  it('[FAULT-20] killed and started again: nothing lost, nothing twice, nobody starts over', async () => {
    for (let crash = 0; crash < 2; crash++) {
      await own.kill();
      await eventually('it is noticed', async () => (await server.health()).status === 'unavailable');
      expect((await server.health()).reason).toMatch(/MySQL/);
      await own.start();
      await eventually('it is live again', async () => (await server.health()).status === 'ok');
    }
    await wholeAgain();
  });

  it('[FAULT-21] frozen for longer than an answer may take, then thawed: the same', async () => {
    own.freeze();
    try {
      await eventually('it is noticed', async () => (await server.health()).status === 'unavailable');
      expect((await server.health()).reason).toMatch(/MySQL/);
    } finally {
      own.thaw();
    }
    await wholeAgain();
  });
});
