import { beforeEach, describe, expect, it } from 'vitest';
import { AuditRig } from '../support/audit-rig.ts';

describe('from one server to the next', () => {
  let rig: AuditRig;
  beforeEach(async () => {
    rig = await AuditRig.open();
  });

  async function lastServer(): Promise<void> {
    rig.audit.restarted(true);
    await rig.settled();
    rig.insert('one', 'two');
    await rig.publish();
    await rig.audit.saveCheckpoint();
    rig.insert('three');
    await rig.publish();
    await rig.audit.stop();
    rig.audit = rig.newAudit();
    await rig.standAtEnd();
  }

  it('[DRIFT-30] the very first start has nothing to prove', async () => {
    rig.audit.restarted(true);
    await rig.settled();
    expect([rig.drifts, rig.incidents]).toEqual([[], []]);
  });

  it('[DRIFT-31] what the log tells since the checkpoint is no drift', async () => {
    await lastServer();
    rig.insert('while nobody looked');
    rig.audit.restarted(true);
    await rig.settled();
    await rig.publish();
    await rig.round();
    expect([rig.drifts, rig.audit.last?.result]).toEqual([[], 'no-drift']);
  });

  it('[DRIFT-32] what it does not tell is', async () => {
    await lastServer();
    rig.database.orders.delete(1);
    rig.audit.restarted(true);
    await rig.settled();
    expect([rig.drifts, rig.incidents, rig.audit.driftsFound]).toEqual([['drift'], ['drift'], 1]);
  });

  it('[DRIFT-33] where nothing can be proved a new epoch begins', async () => {
    const events = [
      () => rig.database.truncateLog(),
      () => rig.database.cleanBelow(rig.database.committedRows().pop()?.id ?? 0),
      () => void Object.assign(rig.database.meta, { epoch: 'another' }),
    ];
    for (const event of events) {
      await lastServer();
      event();
      rig.drifts.length = 0;
      await rig.standAtEnd();
      rig.audit.restarted(true);
      await rig.settled();
      expect(rig.drifts).toEqual(['new-epoch']);
    }
  });

  it('[DRIFT-34] a checkpoint that another server moves on meanwhile is taken up where it is then', async () => {
    await lastServer();
    const { load } = rig.database.checkpoints;
    const old = await load();
    let loads = 0;
    Object.assign(rig.database.checkpoints, { load: async () => (loads++ === 0 ? old : load()) });
    const other = rig.newAudit();
    other.restarted(false);
    await rig.settled();
    await other.saveCheckpoint();
    rig.database.cleanBelow(rig.at.position.head);
    rig.audit.restarted(true);
    await rig.settled();
    expect([loads, rig.drifts, rig.audit.last?.result]).toEqual([2, [], 'no-drift']);
  });
});
