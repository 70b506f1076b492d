import { setImmediate as nextTurn } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { AUDIT_INTERVAL_MS, AuditRig } from '../support/audit-rig.ts';
import { deferred } from '../support/deferred.ts';

describe('drift audit', () => {
  let rig: AuditRig;
  beforeEach(async () => {
    rig = await AuditRig.open();
  });

  it('[DRIFT-20] lets nobody have a snapshot before it watches the table, however long that takes', async () => {
    rig.held = deferred();
    rig.audit.restarted(false);
    expect(await rig.isOpen()).toBe(false);
    rig.held.resolve();
    expect(await rig.isOpen()).toBe(true);
  });

  it('[DRIFT-21] while the rig.database is away nobody is let through, and it is tried again soon', async () => {
    rig.database.away = new Error('away');
    rig.audit.restarted(false);
    expect([await rig.isOpen(), rig.audit.last?.result, rig.incidents]).toEqual([false, 'failed', ['audit-failed']]);
    rig.clock.advance(600);
    await rig.settled();
    rig.database.away = null;
    rig.clock.advance(600);
    await rig.settled();
    expect([await rig.isOpen(), rig.audit.last?.result, rig.incidents, rig.drifts]).toEqual([
      true,
      'no-drift',
      ['audit-failed'],
      [],
    ]);
  });

  it('[DRIFT-22] finds nothing where every change was published, whenever it looks', async () => {
    rig.audit.restarted(false);
    await rig.settled();
    for (let i = 0; i < 20; i++) {
      rig.insert(`change ${i}`);
      if (i % 3 > 0) await rig.publish();
      await rig.round();
    }
    expect([rig.audit.last?.result, rig.audit.last?.orders, rig.drifts]).toEqual(['no-drift', 21, []]);
  });

  it('[DRIFT-23] counts changes once that come while the first digest is computed', async () => {
    rig.held = deferred();
    rig.audit.restarted(false);
    rig.insert('in the view already, published later');
    await rig.settled();
    const first = rig.held;
    rig.held = null;
    first.resolve();
    rig.insert('after the view');
    await rig.publish();
    await rig.settled();
    await rig.round();
    expect([rig.audit.last?.result, rig.drifts]).toEqual(['no-drift', []]);
  });

  it('[DRIFT-24] finds a change past the log once, names its range and asks for snapshots', async () => {
    rig.audit.restarted(false);
    await rig.settled();
    const [order] = rig.database.free;
    if (order === undefined) throw new Error('no order');
    rig.database.orders.set(order.id, { ...order, status: 'shipped' });
    await rig.round();
    expect([rig.audit.last?.result, rig.audit.driftsFound, rig.incidents, rig.drifts]).toEqual([
      'drift',
      1,
      ['drift'],
      ['drift'],
    ]);
    rig.audit.restarted(false);
    await rig.settled();
    await rig.round();
    expect([rig.audit.last?.result, rig.audit.driftsFound]).toEqual(['no-drift', 1]);
  });

  it('[DRIFT-25] decides nothing from a log that was replaced or cleaned past it: others find out and say so', async () => {
    rig.insert('head');
    await rig.publish();
    rig.audit.restarted(false);
    await rig.settled();
    rig.database.truncateLog();
    rig.insert('after');
    await rig.round();
    expect([rig.audit.last?.result, rig.drifts]).toEqual(['no-drift', []]);
  });

  it('[DRIFT-26] decides nothing when the feed has started over while it was looking', async () => {
    rig.audit.restarted(false);
    await rig.settled();
    rig.database.orders.clear();
    rig.held = deferred();
    rig.clock.advance(AUDIT_INTERVAL_MS);
    await rig.settled();
    const slow = rig.held;
    rig.held = null;
    rig.audit.restarted(false);
    slow.resolve();
    await rig.settled();
    expect([rig.audit.driftsFound, rig.drifts, rig.audit.last?.result]).toEqual([0, [], 'no-drift']);
  });

  it('[DRIFT-27] a first digest that failed after others had been let through: everybody starts over, once', async () => {
    rig.audit.restarted(false);
    rig.held = deferred();
    await nextTurn();
    const view = rig.held;
    rig.held = deferred();
    view.resolve();
    await rig.settled();
    expect(await rig.isOpen()).toBe(true);
    rig.database.away = new Error('in the middle of the digest');
    rig.held.resolve();
    rig.held = null;
    await rig.settled();
    rig.database.orders.clear();
    rig.database.away = null;
    await rig.round();
    expect([rig.drifts, rig.audit.driftsFound]).toEqual([['drift'], 0]);
    rig.audit.restarted(false);
    await rig.settled();
    await rig.round();
    expect(rig.drifts).toHaveLength(1);
  });
});
