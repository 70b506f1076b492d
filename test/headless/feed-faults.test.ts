import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { eventuallyStats, FeedRig, incidentsOf, KEEP_ALL } from '../support/feed-rig.ts';
import { pollsOnlyEvery } from '../support/poll-settings.ts';
import { testSeed } from '../support/random.ts';
import type { ServerProcess } from '../support/server-process.ts';
import { TcpProxy } from '../support/tcp-proxy.ts';
import type { V1Client } from '../support/v1-client.ts';
import { runWriters } from '../support/writers.ts';

describe('a database that is hard to reach', () => {
  let rig: FeedRig;
  let proxy: TcpProxy;
  beforeEach(async () => {
    rig = await FeedRig.open();
    proxy = await TcpProxy.start({ host: rig.database.env.DB_HOST, port: Number(rig.database.env.DB_PORT) });
  });
  afterEach(async () => {
    await rig.close();
    await proxy.close();
  });

  const throughProxy = (settings: Record<string, string> = {}) =>
    rig.watchedServer({
      ...KEEP_ALL,
      DB_HOST: '127.0.0.1',
      DB_PORT: String(proxy.port),
      DB_CONNECT_TIMEOUT_MS: '1000',
      ...settings,
    });

  const feedStates = (client: V1Client) => client.messagesOf('status').map(({ status }) => status.feed);

  async function saysSo(server: ServerProcess, v1: V1Client): Promise<string> {
    const told = await v1.until('the clients are told', () =>
      v1.messagesOf('status').find(({ status }) => status.feed === 'reconnecting' && status.problem !== null),
    );
    const health = await eventually('GET /health says so', async () => {
      const answer = await server.health();
      return answer.status === 'unavailable' && answer;
    });
    expect(health.reason).toMatch(/MySQL/);
    expect(health.reason).not.toMatch(/ECONN|SELECT|Error:/);
    return told.status.problem ?? '';
  }

  async function exactlyOnce(v1: V1Client): Promise<void> {
    await rig.equal();
    const ids = v1.changes.map(({ changeId }) => changeId).sort((a, b) => a - b);
    expect(ids).toEqual(await rig.logIds());
    expect(v1.snapshots).toEqual(['first-connect']);
  }

  it('[FAULT-1] connections cut again and again under load: each change once, the place kept', async () => {
    const { server, v1, base } = await throughProxy();
    const load = runWriters(rig.database, { ...LOAD, seed: testSeed(), changes: 1_500 });
    for (let cut = 1; cut <= 5; cut++) {
      const seen = v1.changes.length;
      await v1.until('changes go on', () => v1.changes.length > seen + 20);
      proxy.cut();
    }
    await load;
    await exactlyOnce(v1);
    expect([base.initialDataCount, base.repeated]).toEqual([1, 0]);
    base.assertNeverBackwards();
    expect(await server.health()).toMatchObject({ status: 'ok', reason: null });
  });

  it('[FAULT-2] nobody answers: the reason is shown in plain words, and reading goes on where it stopped', async () => {
    const { server, v1 } = await throughProxy();
    proxy.refuse();
    proxy.cut();
    const problem = await saysSo(server, v1);
    expect(problem).toContain('127.0.0.1');
    await rig.insert('while nobody answered');
    proxy.accept();
    await exactlyOnce(v1);
    await v1.until('live again', () => feedStates(v1).at(-1) === 'live');
    expect((await incidentsOf(server)).filter((code) => code.startsWith('connection'))).toEqual([
      'connection-back',
      'connection-lost',
    ]);
  });

  it('[FAULT-3] a connection that stays open and says nothing is given up, and its answers are not missed', async () => {
    const { server, v1 } = await throughProxy();
    await rig.insert('before');
    await v1.until('the one before', () => v1.changes.length === 1);
    proxy.freeze();
    await rig.insert('while frozen', 'and another');
    const problem = await saysSo(server, v1);
    expect(problem).toMatch(/1000 ms|1 s|does not answer|no answer/i);
    proxy.thaw();
    await exactlyOnce(v1);
  });

  it('[FAULT-4] cut in the middle of an answer: nothing of it is delivered twice or left out', async () => {
    const { v1, base } = await throughProxy(pollsOnlyEvery(200));
    for (let round = 0; round < 5; round++) {
      // One answer of some hundred kilobytes, held back piece by piece, so that the cut falls into it.
      proxy.delay(20);
      proxy.passed = 0;
      await rig.insert(...Array.from({ length: 1_500 }, (_, i) => `round ${round} ${i}`));
      await eventually('bytes are under way', () => proxy.passed > 100_000);
      proxy.cut();
      proxy.delay(0);
      await rig.equal();
    }
    await exactlyOnce(v1);
    expect([base.initialDataCount, base.repeated]).toEqual([1, 0]);
  });

  it('[FAULT-5] a slow connection: late, but live and whole', async () => {
    const { server, v1 } = await throughProxy();
    proxy.delay(150);
    await runWriters(rig.database, { ...LOAD, seed: testSeed(), changes: 300 });
    await exactlyOnce(v1);
    expect(await server.health()).toMatchObject({ status: 'ok' });
    expect(await incidentsOf(server)).toEqual([]);
  });

  it('[FAULT-6] frozen while the audit reads the table: clients that come later are served all the same', async () => {
    const { server } = await throughProxy({ AUDIT_INTERVAL_MS: '500' });
    await rig.insert(...Array.from({ length: 2_000 }, (_, i) => `order ${i}`));
    await rig.equal();
    for (let i = 0; i < 3; i++) {
      const { audit } = await server.stats();
      await eventuallyStats(server, 'an audit', (stats) => stats.audit.lastAt !== audit.lastAt);
      proxy.freeze();
      await eventually('it is noticed', async () => (await server.health()).status === 'unavailable');
      // What was frozen stays lost, as behind a firewall that forgot the connection.
      proxy.cut();
      proxy.thaw();
    }
    await rig.database.query("UPDATE orders SET status = 'shipped' WHERE id % 7 = 0");
    await rig.v1(server);
    await rig.base(server);
    await rig.equal();
    const { audit } = await server.stats();
    await eventuallyStats(server, 'audits go on', (stats) => stats.audit.lastAt !== audit.lastAt);
    expect((await server.stats()).audit).toMatchObject({ lastResult: 'no-drift', driftsFound: 0 });
  });
});

const LOAD = { writers: 8, maxTransactionMs: 20, rollbackShare: 0.1, kind: 'transactions' } as const;
