import { eventually } from '../../support/eventually.ts';
import type { FaultRow } from '../fault-row.ts';

const ROUNDS = { short: 4, full: 30 };

export const deadlocks: FaultRow = {
  title: '[FAULT-46] writers deadlock, and wait for locks that are held for seconds',
  name: 'deadlocks',
  fault: 'Deadlocks, and every order locked for seconds',
  told: null,
  incidents: [],
  async inject(scene) {
    const [one, other] = [await scene.database.connect(), await scene.database.connect()];
    const [low, high] = await twoOrders(scene.database);
    let gaveUp = 0;
    for (let round = 0; round < ROUNDS[scene.form]; round++) {
      for (const connection of [one, other]) await connection.query('START TRANSACTION');
      await one.query("UPDATE orders SET product_name = 'one' WHERE id = ?", [low]);
      await other.query("UPDATE orders SET product_name = 'other' WHERE id = ?", [high]);
      const results = await Promise.allSettled([
        one.query("UPDATE orders SET product_name = 'one' WHERE id = ?", [high]),
        other.query("UPDATE orders SET product_name = 'other' WHERE id = ?", [low]),
      ]);
      gaveUp += results.filter(({ status }) => status === 'rejected').length;
      for (const connection of [one, other]) await connection.query('COMMIT');
    }
    if (gaveUp === 0) throw new Error('There was no deadlock');
    // It may be given up for a deadlock itself.
    await eventually('every order is locked', async () => {
      await one.query('START TRANSACTION');
      await one.query('SELECT id FROM orders FOR UPDATE');
      return true;
    });
    const { failures } = scene.writers;
    await eventually('writers wait for locks in vain', () => scene.writers.failures > failures + 2);
    // Reading waits for no lock: who comes now is served, and the log is read.
    const [server] = scene.servers;
    if (server !== undefined) scene.watch(server);
    return async () => {
      await one.query('ROLLBACK');
      for (const connection of [one, other]) await connection.end();
    };
  },
};

async function twoOrders(database: { query<Row>(sql: string): Promise<Row[]> }): Promise<[number, number]> {
  // Left alone by the other writers, so that these two meet nobody but each other.
  await database.query("INSERT INTO orders (customer_name, product_name) VALUES ('low', 'x'), ('high', 'x')");
  const rows = await database.query<{ id: number }>("SELECT id FROM orders WHERE customer_name IN ('low', 'high')");
  const [low = 0, high = 0] = rows.map(({ id }) => Number(id)).sort((a, b) => a - b);
  return [low, high];
}
