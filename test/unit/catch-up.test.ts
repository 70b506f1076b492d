import { expect, it } from 'vitest';
import { Hub } from '../../src-main/hub/hub.ts';
import { catchUp } from '../../src-main/session/catch-up.ts';
import { SnapshotSource } from '../../src-main/session/shared-snapshot.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { SimulatedChangeLog } from '../support/simulated-change-log.ts';
import { SimulatedDatabase } from '../support/simulated-database.ts';

it('[RESUME-30] a client that catches up gets all of a large late transaction, though it comes in portions', async () => {
  const database = new SimulatedDatabase();
  const log = new SimulatedChangeLog(database, { lateLimit: 5 });
  const insert = (name: string) => {
    const writer = database.begin();
    writer.insert(name);
    writer.commit();
  };
  insert('seed');
  const before = await log.start();
  const bulk = database.begin();
  for (let i = 0; i < 20; i++) bulk.insert(`bulk ${i}`);
  insert('single');
  const client = (await log.read(before, 100)).next;
  bulk.commit();
  // The reader has delivered all of it; the window begins right behind it.
  const hub = new Hub(1_000_000);
  hub.started({ position: { head: client.position.head, gaps: [] }, stamp: client.stamp }, 'e');
  const snapshots = new SnapshotSource(hub, log, new FakeClock(), async () => undefined);
  const names: string[] = [];
  const live = await catchUp(
    { hub, log, snapshots },
    { from: client, reason: 'log-passed', skip: [], newest: null },
    {
      snapshot: async () => {
        throw new Error('no snapshot is needed');
      },
      changes: async (changes) => void names.push(...changes.map(({ order }) => order.customer_name)),
    },
    () => true,
  );
  expect(names).toEqual(Array.from({ length: 20 }, (_, i) => `bulk ${i}`));
  expect(live?.at.position.gaps).toEqual([]);
});
