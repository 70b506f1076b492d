import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { eventuallyStats, FeedRig } from '../support/feed-rig.ts';

describe('a log in partitions', () => {
  let rig: FeedRig;
  beforeEach(async () => {
    rig = await FeedRig.open();
  });
  afterEach(() => rig.close());

  it('[PART-11] with partitions a server drops what was delivered, keeps the retention, and every client has every change', async () => {
    const { server } = await rig.watchedServer({ LOG_RETENTION_ROWS: '100', LOG_PARTITION_ROWS: '1000' });
    await eventuallyStats(server, 'there are partitions', ({ log }) => log.partitions?.state === 'working');
    for (let round = 0; round < 5; round++) {
      await rig.insert(...Array.from({ length: 700 }, (_, i) => `Customer ${round * 700 + i}`));
    }
    await rig.equal();
    await eventually('only the partition in use is left', async () => (await rig.logIds())[0] === 3_000);
    const { log, feed, audit } = await server.stats();
    expect(log.partitions).toMatchObject({ state: 'working', dropped: 3, problem: null });
    expect((await rig.logIds()).length).toBe(501);
    expect([feed.incidents, audit.driftsFound]).toEqual([[], 0]);
    const [archived] = await rig.database.query<{ n: number }>(
      'SELECT COUNT(DISTINCT change_id) AS n FROM order_history WHERE change_id < 3000',
    );
    expect(Number(archived?.n)).toBe(2_999);
  });
});
