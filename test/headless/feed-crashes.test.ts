import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { eventuallyStats, FeedRig, incidentsOf, KEEP_ALL } from '../support/feed-rig.ts';
import { testSeed } from '../support/random.ts';
import { StubbornWriters } from '../support/stubborn-writers.ts';
import type { V1Client } from '../support/v1-client.ts';

describe('servers that crash or stand still', () => {
  let rig: FeedRig;
  let writers: StubbornWriters | null = null;
  beforeEach(async () => {
    rig = await FeedRig.open();
  });
  afterEach(async () => {
    await writers?.stop();
    writers = null;
    await rig.close();
  });

  function startWriters(): StubbornWriters {
    const { DB_USER, DB_PASSWORD, DB_HOST, DB_PORT, DB_NAME } = rig.database.env;
    const url = `mysql://${DB_USER}:${DB_PASSWORD}@${DB_HOST}:${DB_PORT}/${DB_NAME}`;
    writers = new StubbornWriters(url, { writers: 6, seed: testSeed() });
    return writers;
  }

  it('[FAULT-10] killed again and again under load: whoever comes back with a token has every change once', async () => {
    const first = await rig.watchedServer(KEEP_ALL);
    const load = startWriters();
    let { server, v1 } = first;
    const earlier: V1Client[] = [];
    for (let crash = 0; crash < 3; crash++) {
      const seen = v1.changes.length;
      await v1.until('changes go on', () => v1.changes.length > seen + 100);
      await server.kill();
      rig.clients.splice(0);
      const { committed } = load;
      await eventually('writers go on meanwhile', () => load.committed > committed + 50);
      server = await server.startAgain();
      rig.servers.splice(0, 1, server);
      earlier.push(v1);
      v1 = await v1.reconnect(server.sameOriginWsUrl);
      rig.clients.push(v1);
      await rig.base(server);
    }
    await load.stop();
    await rig.equal();
    const all = [...earlier, v1];
    expect(all.flatMap(({ snapshots }) => snapshots)).toEqual(['first-connect']);
    const ids = all.flatMap(({ changes }) => changes.map(({ changeId }) => changeId)).sort((a, b) => a - b);
    expect(ids).toEqual(await rig.logIds());
    expect(await incidentsOf(server)).toEqual([]);
  });

  it('[FAULT-11] stopped until the clean-up of another server passed it: it says so, and its clients start over', async () => {
    const settings = { LOG_RETENTION_ROWS: '5', READER_TIMEOUT_MS: '1000' };
    const [frozen, other] = [await rig.watchedServer(settings), await rig.watchedServer(settings)];
    await rig.insert('before');
    await rig.equal();
    process.kill(frozen.server.pid, 'SIGSTOP');
    try {
      for (let i = 0; i < 10; i++) await rig.insert(...Array.from({ length: 20 }, (_, n) => `${i} ${n}`));
      await eventually('the log is cleaned past it', async () => ((await rig.logIds())[0] ?? 0) > 100, 15_000);
    } finally {
      process.kill(frozen.server.pid, 'SIGCONT');
    }
    await rig.equal();
    expect(await incidentsOf(frozen.server)).toContain('log-passed');
    expect(frozen.v1.snapshots).toEqual(['first-connect', 'log-passed']);
    expect([other.v1.snapshots, (await other.server.stats()).feed.counters.resets]).toEqual([['first-connect'], 0]);
    await rig.insert('afterwards');
    await rig.equal();
  });

  it('[FAULT-12] stopped while a gap was filled, delivered by another server and cleaned away: the change is not lost', async () => {
    const settings = { LOG_RETENTION_ROWS: '1', READER_TIMEOUT_MS: '1000' };
    const [frozen, other] = [await rig.watchedServer(settings), await rig.watchedServer(settings)];
    const long = await rig.writer();
    await long.query('START TRANSACTION');
    await long.query("INSERT INTO orders (customer_name, product_name) VALUES ('in the gap', 'Laptop')");
    await rig.insert('at the head');
    for (const { v1 } of [frozen, other]) await v1.until('the head', () => v1.changes.length === 1);
    process.kill(frozen.server.pid, 'SIGSTOP');
    try {
      await long.query('COMMIT');
      await other.v1.until('the other has it', () => other.v1.changes.length === 2);
      await eventually('only the head is left', async () => (await rig.logIds()).length === 1, 15_000);
    } finally {
      process.kill(frozen.server.pid, 'SIGCONT');
    }
    await rig.equal();
    // The database may have ended the connection of its clean-up meanwhile, so that it blocks nobody.
    const incidents = await incidentsOf(frozen.server);
    expect(incidents.filter((code) => code !== 'cleanup-failed')).toEqual(['log-passed']);
    expect((await frozen.server.stats()).audit.driftsFound).toBe(0);
  });

  it('[FAULT-13] stopped for a while, not passed: it goes on where it was, and nobody starts over', async () => {
    const { server, v1 } = await rig.watchedServer({ ...KEEP_ALL, DB_CONNECT_TIMEOUT_MS: '500' });
    const load = startWriters();
    await v1.until('changes go on', () => v1.changes.length > 50);
    for (let i = 0; i < 3; i++) {
      process.kill(server.pid, 'SIGSTOP');
      const { committed } = load;
      await eventually('writers go on', () => load.committed > committed + 100);
      process.kill(server.pid, 'SIGCONT');
      await eventuallyStats(server, 'it is live', ({ status }) => status.feed === 'live');
    }
    await load.stop();
    await rig.equal();
    expect(v1.snapshots).toEqual(['first-connect']);
    const ids = v1.changes.map(({ changeId }) => changeId).sort((a, b) => a - b);
    expect(ids).toEqual(await rig.logIds());
  });
});
