import { setImmediate as nextTurn } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import type { FeedIncident, ResetReason } from '../../src-main/feed/change-feed.ts';
import type { AnchoredPosition } from '../../src-main/feed/change-log.ts';
import { DriftAudit } from '../../src-main/feed/drift-audit.ts';
import { type Deferred, deferred } from '../support/deferred.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { SimulatedChangeLog } from '../support/simulated-change-log.ts';
import { SimulatedDatabase } from '../support/simulated-database.ts';

const INTERVAL_MS = 1_000;

describe('drift audit', () => {
  let clock: FakeClock;
  let database: SimulatedDatabase;
  let log: SimulatedChangeLog;
  let audit: DriftAudit;
  let at: AnchoredPosition;
  let held: Deferred<void> | null;
  const drifts: ResetReason[] = [];
  const incidents: FeedIncident[] = [];

  beforeEach(async () => {
    clock = new FakeClock();
    database = new SimulatedDatabase();
    held = null;
    log = new SimulatedChangeLog(database, { answer: async () => held?.promise });
    drifts.length = 0;
    incidents.length = 0;
    audit = newAudit();
    insert('seed');
    at = await log.start();
  });

  function newAudit(): DriftAudit {
    return new DriftAudit(
      {
        log,
        checkpoints: database.checkpoints,
        incidents: { record: (code) => incidents.push(code) },
        clock,
        at: () => at,
        epoch: () => database.meta.epoch,
        onDrift: (reason) => drifts.push(reason),
        explain: String,
      },
      INTERVAL_MS,
    );
  }

  function insert(...names: string[]): void {
    for (const name of names) {
      const writer = database.begin();
      writer.insert(name);
      writer.commit();
    }
  }

  /** What the poller does. */
  async function publish(): Promise<void> {
    const { entries, next } = await log.read(at, 1_000);
    at = next;
    const changes = entries.flatMap((entry) => (entry.kind === 'change' ? [entry.event] : []));
    if (changes.length > 0) audit.published({ changes, at });
  }

  async function settled(): Promise<void> {
    for (let turn = 0; turn < 10; turn++) await nextTurn();
  }

  async function round(): Promise<void> {
    clock.advance(INTERVAL_MS);
    await settled();
  }

  async function isOpen(): Promise<boolean> {
    return Promise.race([audit.ready().then(() => true), settled().then(() => false)]);
  }

  it('[DRIFT-20] lets nobody have a snapshot before it watches the table, however long that takes', async () => {
    held = deferred();
    audit.restarted(false);
    expect(await isOpen()).toBe(false);
    held.resolve();
    expect(await isOpen()).toBe(true);
  });

  it('[DRIFT-21] while the database is away nobody is let through, and it is tried again soon', async () => {
    database.away = new Error('away');
    audit.restarted(false);
    expect([await isOpen(), audit.last?.result, incidents]).toEqual([false, 'failed', ['audit-failed']]);
    clock.advance(600);
    await settled();
    database.away = null;
    clock.advance(600);
    await settled();
    expect([await isOpen(), audit.last?.result, incidents, drifts]).toEqual([true, 'no-drift', ['audit-failed'], []]);
  });

  it('[DRIFT-22] finds nothing where every change was published, whenever it looks', async () => {
    audit.restarted(false);
    await settled();
    for (let i = 0; i < 20; i++) {
      insert(`change ${i}`);
      if (i % 3 > 0) await publish();
      await round();
    }
    expect([audit.last?.result, audit.last?.orders, drifts]).toEqual(['no-drift', 21, []]);
  });

  it('[DRIFT-23] counts changes once that come while the first digest is computed', async () => {
    held = deferred();
    audit.restarted(false);
    insert('in the view already, published later');
    await settled();
    const first = held;
    held = null;
    first.resolve();
    insert('after the view');
    await publish();
    await settled();
    await round();
    expect([audit.last?.result, drifts]).toEqual(['no-drift', []]);
  });

  it('[DRIFT-24] finds a change past the log once, names its range and asks for snapshots', async () => {
    audit.restarted(false);
    await settled();
    const [order] = database.free;
    if (order === undefined) throw new Error('no order');
    database.orders.set(order.id, { ...order, status: 'shipped' });
    await round();
    expect([audit.last?.result, audit.driftsFound, incidents, drifts]).toEqual(['drift', 1, ['drift'], ['drift']]);
    audit.restarted(false);
    await settled();
    await round();
    expect([audit.last?.result, audit.driftsFound]).toEqual(['no-drift', 1]);
  });

  it('[DRIFT-25] decides nothing from a log that was replaced or cleaned past it: others find out and say so', async () => {
    insert('head');
    await publish();
    audit.restarted(false);
    await settled();
    database.truncateLog();
    insert('after');
    await round();
    expect([audit.last?.result, drifts]).toEqual(['no-drift', []]);
  });

  it('[DRIFT-26] decides nothing when the feed has started over while it was looking', async () => {
    audit.restarted(false);
    await settled();
    database.orders.clear();
    held = deferred();
    clock.advance(INTERVAL_MS);
    await settled();
    const slow = held;
    held = null;
    audit.restarted(false);
    slow.resolve();
    await settled();
    expect([audit.driftsFound, drifts, audit.last?.result]).toEqual([0, [], 'no-drift']);
  });

  it('[DRIFT-27] a first digest that failed after others had been let through: everybody starts over, once', async () => {
    audit.restarted(false);
    held = deferred();
    await nextTurn();
    const view = held;
    held = deferred();
    view.resolve();
    await settled();
    expect(await isOpen()).toBe(true);
    database.away = new Error('in the middle of the digest');
    held.resolve();
    held = null;
    await settled();
    database.orders.clear();
    database.away = null;
    await round();
    expect([drifts, audit.driftsFound]).toEqual([['drift'], 0]);
    audit.restarted(false);
    await settled();
    await round();
    expect(drifts).toHaveLength(1);
  });

  describe('from one server to the next', () => {
    async function lastServer(): Promise<void> {
      audit.restarted(true);
      await settled();
      insert('one', 'two');
      await publish();
      await audit.saveCheckpoint();
      insert('three');
      await publish();
      await audit.stop();
      audit = newAudit();
      at = await log.start();
    }

    it('[DRIFT-30] the very first start has nothing to prove', async () => {
      audit.restarted(true);
      await settled();
      expect([drifts, incidents]).toEqual([[], []]);
    });

    it('[DRIFT-31] what the log tells since the checkpoint is no drift', async () => {
      await lastServer();
      insert('while nobody looked');
      audit.restarted(true);
      await settled();
      await publish();
      await round();
      expect([drifts, audit.last?.result]).toEqual([[], 'no-drift']);
    });

    it('[DRIFT-32] what it does not tell is', async () => {
      await lastServer();
      database.orders.delete(1);
      audit.restarted(true);
      await settled();
      expect([drifts, incidents, audit.driftsFound]).toEqual([['drift'], ['drift'], 1]);
    });

    it('[DRIFT-33] where nothing can be proved a new epoch begins', async () => {
      const events = [
        () => database.truncateLog(),
        () => database.cleanBelow(database.committedRows().pop()?.id ?? 0),
        () => void Object.assign(database.meta, { epoch: 'another' }),
      ];
      for (const event of events) {
        await lastServer();
        event();
        drifts.length = 0;
        at = await log.start();
        audit.restarted(true);
        await settled();
        expect(drifts).toEqual(['new-epoch']);
      }
    });

    it('[DRIFT-34] a checkpoint that another server moves on meanwhile is taken up where it is then', async () => {
      await lastServer();
      const { load } = database.checkpoints;
      const old = await load();
      let loads = 0;
      Object.assign(database.checkpoints, { load: async () => (loads++ === 0 ? old : load()) });
      const other = newAudit();
      other.restarted(false);
      await settled();
      await other.saveCheckpoint();
      database.cleanBelow(at.position.head);
      audit.restarted(true);
      await settled();
      expect([loads, drifts, audit.last?.result]).toEqual([2, [], 'no-drift']);
    });
  });
});
