import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FeedRig, KEEP_ALL } from '../support/feed-rig.ts';
import { NaiveReader } from '../support/naive-reader.ts';

describe('the traps of a change log', () => {
  let rig: FeedRig;
  beforeEach(async () => {
    rig = await FeedRig.open();
  });
  afterEach(() => rig.close());

  it('[TRAP-1] a change whose id was read past before it was committed comes when it commits', async () => {
    const { v1, base } = await rig.watchedServer(KEEP_ALL);
    const naive = await NaiveReader.start(rig.database);
    const early = await rig.writer();
    await early.query('START TRANSACTION');
    await early.query("INSERT INTO orders (customer_name, product_name) VALUES ('took its id first', 'Laptop')");
    await rig.insert('committed first');
    await v1.until('the later id', () => v1.changes.length === 1);
    const [later] = await rig.logIds();
    await v1.until('the other reader has it too', () => naive.seen.has(later ?? 0));
    await early.query('COMMIT');
    await rig.equal();
    for (const client of [v1.changes, base.changes]) expect(client.map(({ changeId }) => changeId)).toHaveLength(2);
    expect(v1.changes[1]?.changeId).toBeLessThan(v1.changes[0]?.changeId ?? 0);
    await rig.insert('afterwards');
    const [first, , last] = await rig.logIds();
    await v1.until('the other reader went on', () => naive.seen.has(last ?? 0));
    await naive.stop();
    expect(naive.seen.has(first ?? 0)).toBe(false);
  });

  it('[TRAP-2] two servers deliver every change each, though a consumer of an earlier design marks them as processed', async () => {
    const [one, two] = [await rig.watchedServer(), await rig.watchedServer()];
    const other = await rig.writer();
    for (let i = 0; i < 20; i++) {
      await other.query('START TRANSACTION');
      await other.query('INSERT INTO orders (customer_name, product_name) VALUES (?, ?)', [`order ${i}`, 'Laptop']);
      await other.query('UPDATE order_changes SET processed = TRUE ORDER BY id DESC LIMIT 1');
      await other.query('COMMIT');
    }
    await rig.equal();
    const ids = one.v1.changes.map(({ changeId }) => changeId);
    expect(ids).toHaveLength(20);
    for (const changes of [one.base.changes, two.v1.changes, two.base.changes]) {
      expect(changes.map(({ changeId }) => changeId)).toEqual(ids);
    }
  });

  it('[TRAP-3] times are those of the table, whatever the time zone of the writer', async () => {
    const { v1, base } = await rig.watchedServer(KEEP_ALL);
    const startedAt = Date.now();
    for (const zone of ['-03:30', '+05:30', '+00:00']) {
      const writer = await rig.writer();
      await writer.query(`SET time_zone = '${zone}'`);
      await writer.query("INSERT INTO orders (customer_name, product_name) VALUES (?, 'Laptop')", [zone]);
      await writer.query("UPDATE orders SET status = 'shipped' WHERE customer_name = ?", [zone]);
    }
    await v1.until('all changes', () => v1.changes.length === 6);
    await rig.equal();
    for (const { order, at } of v1.changes) {
      for (const time of [order.updated_at, order.created_at, at]) {
        expect(Math.abs(Date.parse(time ?? '') - startedAt)).toBeLessThan(60_000);
      }
    }
    for (const { timestamp } of base.changes) expect(Math.abs(Date.parse(timestamp) - startedAt)).toBeLessThan(60_000);
  });

  it('[TRAP-4] the rows of the log come as objects, from a server that keeps JSON as text as from one that does not', async () => {
    const { v1, base } = await rig.watchedServer(KEEP_ALL);
    await rig.insert('Zoë "📦" O\'Brien \\ back');
    await rig.database.query("UPDATE orders SET status = 'shipped'");
    await rig.database.query('DELETE FROM orders');
    await v1.until('all changes', () => v1.changes.length === 3 && base.changes.length === 3);
    expect(v1.changes.map((change) => [change.type, change.order.customer_name])).toEqual(
      ['INSERT', 'UPDATE', 'DELETE'].map((type) => [type, 'Zoë "📦" O\'Brien \\ back']),
    );
    expect(base.changes[1]).toMatchObject({ oldData: { status: 'pending' }, newData: { status: 'shipped' } });
    await rig.equal();
  });
});
