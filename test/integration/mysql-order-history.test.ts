import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ConnectionKeeper } from '../../src-main/mysql/connection-keeper.ts';
import type { DatabaseConnection } from '../../src-main/mysql/mysql-connection.ts';
import { MysqlLogRetention } from '../../src-main/mysql/mysql-log-retention.ts';
import type { ChangeType } from '../../src-shared/change-event.ts';
import type { Order } from '../../src-shared/order.ts';
import { type MysqlOrders, openMysqlOrders } from '../support/mysql-orders.ts';

const ACTOR = 'console@127.0.0.1';
const ALL = Number.MAX_SAFE_INTEGER;
const NOTHING = { restored: [], deleted: [], conflicts: [], gone: [], expired: [] };

describe('what leaves the log is kept in the archive', () => {
  let opened: MysqlOrders;
  let cleaner: ConnectionKeeper;

  beforeAll(async () => {
    opened = await openMysqlOrders();
    await opened.server.query('SET innodb_lock_wait_timeout = 3');
    cleaner = new ConnectionKeeper(opened.database, { isolation: 'READ COMMITTED', timeoutMs: 5_000 });
  });
  afterAll(async () => {
    await cleaner.close();
    await opened.drop();
  });
  beforeEach(() => opened.clear());

  const retention = (days = 90) => new MysqlLogRetention(cleaner, days);
  const create = (customer_name = 'Ada') =>
    opened.orders.create({ customer_name, product_name: 'Laptop', status: 'pending' }, ACTOR);
  const countOf = async (table: string) => {
    const [row] = await opened.server.query<{ n: number }>(`SELECT COUNT(*) AS n FROM ${table}`);
    return Number(row?.n);
  };
  const undo = ({ id, version }: Pick<Order, 'id' | 'version'>, change: ChangeType) =>
    opened.orders.undo([{ id, version, change }], 'somebody');
  async function written(outcome: ReturnType<MysqlOrders['orders']['update']>): Promise<Order> {
    const result = await outcome;
    if (result.kind !== 'written') throw new Error(`the write ended as ${result.kind}`);
    return result.order;
  }

  /** Whose retention meets something of the test's between the copy and the delete. */
  function interrupted(before: (connection: DatabaseConnection) => Promise<unknown>): MysqlLogRetention {
    return new MysqlLogRetention(
      {
        use: (run) =>
          cleaner.use((connection) =>
            run({
              get isOpen() {
                return connection.isOpen;
              },
              query: (sql, values) => connection.query(sql, values),
              rows: (sql, values) => connection.rows(sql, values),
              close: () => connection.close(),
              destroy: () => connection.destroy(),
              async execute(sql, values) {
                if (sql.startsWith('DELETE FROM order_changes')) await before(connection);
                return connection.execute(sql, values);
              },
            }),
          ),
      },
      90,
    );
  }

  it('[HIST-10] log and archive together tell the life of an order, wherever its changes are by now', async () => {
    const order = await create();
    const shipped = await written(opened.orders.update({ id: order.id }, { status: 'shipped' }, ACTOR));
    await opened.orders.delete({ id: order.id }, 'someone else');
    const before = await opened.orders.history(order.id, 10);
    expect(before).toMatchObject({ complete: true, changes: [{}, {}, {}] });
    for (let left = 3; left > 0; left--) {
      expect(await retention().deleteBelow(ALL, 1)).toBe(1);
      expect([await countOf('order_changes'), await countOf('order_history')]).toEqual([left - 1, 4 - left]);
      expect(await opened.orders.history(order.id, 10)).toEqual(before);
      expect(await opened.orders.history(order.id, 2)).toEqual({
        changes: before.changes.slice(0, 2),
        complete: false,
      });
      expect((await opened.orders.activity({ limit: 10 })).changes).toEqual(before.changes);
    }
    expect(before.changes[0]).toMatchObject({ type: 'DELETE', actor: 'someone else', order: shipped });
  });

  it('[HIST-11] a clean-up that is killed in the middle loses nothing and leaves nothing twice', async () => {
    for (let i = 0; i < 10; i++) await create();
    const [admin] = await opened.server.query<{ id: number }>('SELECT CONNECTION_ID() AS id');
    const killed = interrupted(async (connection) => {
      const id = Number((await connection.rows('SELECT CONNECTION_ID()'))[0]?.[0]);
      expect(id).not.toBe(admin?.id);
      await opened.server.query('KILL ?', [id]);
    });
    await expect(killed.deleteBelow(ALL, 5)).rejects.toThrow();
    expect([await countOf('order_changes'), await countOf('order_history')]).toEqual([10, 0]);
    expect(await retention().deleteBelow(ALL, 100)).toBe(10);
    expect([await countOf('order_changes'), await countOf('order_history')]).toEqual([0, 10]);
  });

  it('[HIST-12] a row that comes late into the piece under way is neither lost nor kept from the archive', async () => {
    await opened.server.query('ALTER TABLE order_changes AUTO_INCREMENT = 1');
    for (let i = 0; i < 4; i++) await create();
    const [ids] = await opened.server.query<{ low: number }>('SELECT MIN(id) AS low FROM order_changes');
    const hole = Number(ids?.low) + 1;
    await opened.server.query('DELETE FROM order_changes WHERE id = ?', [hole]);
    const late = interrupted(() =>
      opened.server.query(
        "INSERT INTO order_changes (id, order_id, operation_type, old_data) VALUES (?, 1, 'DELETE', '{}')",
        [hole],
      ),
    );
    expect(await late.deleteBelow(ALL, 10)).toBe(0);
    expect([await countOf('order_changes'), await countOf('order_history')]).toEqual([4, 0]);
    expect(await retention().deleteBelow(ALL, 10)).toBe(4);
    const kept = await opened.server.query<{ change_id: number }>('SELECT change_id FROM order_history ORDER BY id');
    expect(kept.map(({ change_id }) => Number(change_id) - hole)).toEqual([-1, 0, 1, 2]);
  });

  it('[HIST-13] edits, deletes and creations are taken back from the archive', async () => {
    const [edited, removed, made] = [await create('Edited'), await create('Removed'), await create('Made')];
    const shipped = await written(opened.orders.update({ id: edited.id }, { status: 'shipped' }, ACTOR));
    await opened.orders.delete({ id: removed.id }, ACTOR);
    await retention().deleteBelow(ALL, 100);
    expect(await countOf('order_changes')).toBe(0);
    expect(await undo(shipped, 'UPDATE')).toMatchObject({ ...NOTHING, restored: [{ status: 'pending', version: 3 }] });
    const back = await undo(removed, 'DELETE');
    expect(back).toMatchObject({
      ...NOTHING,
      restored: [{ id: removed.id, created_at: removed.created_at, version: 2 }],
    });
    expect(await undo(made, 'INSERT')).toEqual({ ...NOTHING, deleted: [made] });
    // Its second life ends: the first delete is not the one to take back any more, in the log or behind it.
    await opened.orders.delete({ id: removed.id }, ACTOR);
    expect(await undo(removed, 'DELETE')).toEqual({ ...NOTHING, gone: [removed.id] });
    await retention().deleteBelow(ALL, 100);
    expect(await undo(removed, 'DELETE')).toEqual({ ...NOTHING, gone: [removed.id] });
    expect(await opened.orders.history(removed.id, 10)).toMatchObject({ complete: true, changes: [{}, {}, {}, {}] });
    // A life that begins with a return is not the whole one.
    await opened.server.query('DELETE FROM order_history WHERE order_id = ? ORDER BY id LIMIT 2', [removed.id]);
    expect(await opened.orders.history(removed.id, 10)).toMatchObject({ complete: false, changes: [{}, {}] });
  });

  it('[UNDO-10] an edit of an order whose id was given to another one is gone', async () => {
    const order = await create();
    const shipped = await written(opened.orders.update({ id: order.id }, { status: 'shipped' }, ACTOR));
    await opened.orders.delete({ id: order.id }, ACTOR);
    await opened.server.query(
      "INSERT INTO orders (id, customer_name, product_name, status) VALUES (?, 'Bob', 'Phone', 'shipped')",
      [order.id],
    );
    expect(await undo(shipped, 'UPDATE')).toEqual({ ...NOTHING, gone: [order.id] });
    expect(await opened.orders.get(order.id)).toMatchObject({ customer_name: 'Bob', status: 'shipped', version: 1 });
  });

  it('[HIST-14] with a retention of 0 nothing is kept: what left the log has expired', async () => {
    const order = await create();
    const shipped = await written(opened.orders.update({ id: order.id }, { status: 'shipped' }, ACTOR));
    expect(await retention(0).deleteBelow(ALL, 100)).toBe(2);
    expect([await countOf('order_changes'), await countOf('order_history')]).toEqual([0, 0]);
    expect(await undo(shipped, 'UPDATE')).toEqual({ ...NOTHING, expired: [order.id] });
    expect(await opened.orders.history(order.id, 10)).toEqual({ changes: [], complete: false });
    expect(await opened.orders.get(order.id)).toEqual(shipped);
  });

  it('[HIST-15] the archive is cut to its days slice by slice; a row without a time goes too', async () => {
    for (let i = 0; i < 7; i++) await create();
    await retention().deleteBelow(ALL, 100);
    await opened.server.query('UPDATE order_history SET changed_at = NOW(6) - INTERVAL 31 DAY ORDER BY id LIMIT 4');
    await opened.server.query('UPDATE order_history SET changed_at = NULL ORDER BY id LIMIT 1');
    await opened.server.query(
      'UPDATE order_history SET changed_at = NOW(6) - INTERVAL 29 DAY ORDER BY id DESC LIMIT 1',
    );
    expect([await retention(30).pruneHistory(3), await retention(30).pruneHistory(3)]).toEqual([3, 1]);
    expect(await countOf('order_history')).toBe(3);
    // Who turns the archive off wants nothing kept.
    expect(await retention(0).pruneHistory(100)).toBe(3);
  });

  it('[HIST-16] rows that are not what the triggers write do not hold the clean-up up', async () => {
    await create();
    await opened.server.query("SET SESSION sql_mode = ''");
    await opened.server.query(
      "INSERT INTO order_changes (order_id, operation_type, old_data, changed_at, actor) VALUES (1, 'nonsense', '[1]', NULL, REPEAT('é', 255)), (1, 'DELETE', NULL, '0000-00-00', 'x')",
    );
    // A column of that name that somebody else made, wider than ours.
    await opened.server.query('ALTER TABLE order_changes MODIFY actor VARCHAR(500) NULL');
    try {
      await opened.server.query(
        "INSERT INTO order_changes (order_id, operation_type, actor) VALUES (1, 'DELETE', REPEAT('é', 400))",
      );
      expect(await retention().deleteBelow(ALL, 100)).toBe(4);
    } finally {
      await opened.server.query('ALTER TABLE order_changes MODIFY actor VARCHAR(255) NULL');
    }
    expect(await countOf('order_history')).toBe(4);
    expect((await opened.orders.activity({ limit: 10 })).changes).toHaveLength(1);
  });

  it('[HIST-17] where the archive is not there yet, log and clean-up do what they did', async () => {
    const order = await create();
    const shipped = await written(opened.orders.update({ id: order.id }, { status: 'shipped' }, ACTOR));
    await opened.server.query('RENAME TABLE order_history TO order_history_away');
    try {
      expect(await opened.orders.history(order.id, 10)).toMatchObject({ complete: true, changes: [{}, {}] });
      expect(await opened.orders.activity({ limit: 10 })).toMatchObject({ changes: [{}, {}], next: null });
      expect(await undo({ id: 987_654, version: 1 }, 'DELETE')).toEqual({ ...NOTHING, expired: [987_654] });
      expect(await undo(shipped, 'UPDATE')).toMatchObject({ restored: [{ version: 3 }] });
      expect(await retention().deleteBelow(ALL, 2)).toBe(2);
      expect(await retention().pruneHistory(10)).toBe(0);
      expect(await countOf('order_changes')).toBe(1);
    } finally {
      await opened.server.query('RENAME TABLE order_history_away TO order_history');
    }
  });

  it('[HIST-18] what is cleaned up while somebody walks through the activity neither repeats nor goes missing', async () => {
    const names = Array.from({ length: 12 }, (_, i) => `Customer ${i}`);
    for (const name of names.slice(0, 4)) await create(name);
    await retention().deleteBelow(ALL, 3);
    for (const name of names.slice(4)) await create(name);
    const seen: string[] = [];
    let before: string | undefined;
    do {
      const page = await opened.orders.activity({ limit: 2, ...(before === undefined ? {} : { before }) });
      seen.push(...page.changes.map(({ order }) => order.customer_name));
      before = page.next ?? undefined;
      await retention().deleteBelow(ALL, 3);
      await create('new');
    } while (before !== undefined);
    expect(seen).toEqual([...names].reverse());
  });

  it('[HIST-19] a page looks at a bounded number of changes, and says that there is a next one', async () => {
    const wanted = await create('Wanted');
    await opened.server.query(
      `INSERT INTO order_changes (order_id, operation_type, new_data, actor)
       SELECT order_id, operation_type, REPLACE(new_data, 'Wanted', 'Other'), 'load' FROM order_changes
       JOIN (${Array.from({ length: 80 }, () => 'SELECT 1').join(' UNION ALL ')}) AS a
       JOIN (${Array.from({ length: 80 }, () => 'SELECT 1').join(' UNION ALL ')}) AS b`,
    );
    await retention().deleteBelow(ALL, 3_000);
    const first = await opened.orders.activity({ limit: 10, q: 'wanted' });
    expect(first.changes).toEqual([]);
    const second = await opened.orders.activity({ limit: 10, q: 'wanted', before: first.next ?? '' });
    expect(second).toMatchObject({ changes: [{ order: wanted }], next: null });
  });

  it('[HIST-20] a bulk change of a thousand orders is taken back whole, half of it from the archive', async () => {
    await opened.server.query('INSERT INTO orders (customer_name, product_name) VALUES ?', [
      Array.from({ length: 1_000 }, (_, i) => [`Customer ${i}`, 'Laptop']),
    ]);
    const { orders } = await opened.orders.page({ limit: 1_000 });
    const { updated } = await opened.orders.setStatus(orders, 'delivered', ACTOR);
    await retention().deleteBelow(ALL, 1_500);
    const changes = updated.map(({ id, version }) => ({ id, version, change: 'UPDATE' as const }));
    const outcome = await opened.orders.undo(changes, 'somebody');
    expect(outcome.restored).toHaveLength(1_000);
    expect(new Set(outcome.restored.map(({ status, version }) => `${status} ${version}`))).toEqual(
      new Set(['pending 3']),
    );
    const [log] = await opened.server.query<{ n: number }>(
      "SELECT COUNT(*) AS n FROM order_changes WHERE actor = 'somebody'",
    );
    expect(log?.n).toBe(1_000);
  });

  it('[HIST-21] history, activity, undo and the cut of the archive are served by indexes', async () => {
    await opened.server.query('INSERT INTO orders (customer_name, product_name) VALUES ?', [
      Array.from({ length: 3_000 }, (_, i) => [`Customer ${i}`, 'Laptop']),
    ]);
    await retention().deleteBelow(ALL, 3_000);
    await opened.server.query('ANALYZE TABLE order_history');
    const readBy = async (
      what: () => Promise<unknown>,
      connections: Pick<ConnectionKeeper, 'use'> = opened.database,
    ) => {
      const before = await rowsRead(connections);
      await what();
      return (await rowsRead(connections)) - before;
    };
    const { orders } = await opened.orders.page({ limit: 100, sort: '-id' });
    const edits = orders.map(({ id }) => ({ id, version: 1, change: 'UPDATE' as const }));
    const deletes = orders.map(({ id }) => ({ id, version: 1, change: 'DELETE' as const }));
    expect(await readBy(() => opened.orders.history(orders[0]?.id ?? 0, 100))).toBeLessThan(200);
    expect(await readBy(() => opened.orders.activity({ limit: 100 }))).toBeLessThan(400);
    expect(await readBy(() => opened.orders.undo(edits, 'somebody'))).toBeLessThan(1_500);
    expect(await readBy(() => opened.orders.undo(deletes, 'somebody'))).toBeLessThan(1_500);
    expect(await readBy(() => retention().pruneHistory(1_000), cleaner)).toBeLessThan(200);
  });
});

/** Rows that the connection has fetched so far. */
function rowsRead(connections: Pick<ConnectionKeeper, 'use'>): Promise<number> {
  return connections.use(async (connection) => {
    const rows = await connection.rows("SHOW SESSION STATUS LIKE 'Handler_read%'");
    return rows.reduce((sum, [, value]) => sum + Number(value), 0);
  });
}
