import { percentile, round } from './bench-database.mjs';
import { fillManyChanges } from './large-tables.mjs';

/** @typedef {import('mysql2/promise').Connection} Connection */

/** As the clean-up does it: so many rows per transaction. */
const SLICE = 2_000;
/** Slices that are measured; the rest of the rows costs the same again. */
const SLICES = 100;
const COPIED = 'order_id, operation_type, old_data, new_data, changed_at, actor';

/**
 * Seconds for a number of rows, by DELETE, by archive and DELETE, and by partitions.
 *
 * @param {Connection} connection @param {number} rows
 * @returns {Promise<Record<string, number>>}
 */
export async function cleanUps(connection, rows) {
  await connection.query('DELETE FROM order_changes');
  await connection.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED');
  const each = Math.ceil(rows / 10);
  const bounds = Array.from({ length: 10 }, (_, n) => `PARTITION p${n} VALUES LESS THAN (${(n + 1) * each + 1})`);
  await fillManyChanges(connection, 1, Math.min(rows, 100_000), rows);
  const copied = await seconds(() =>
    connection.query(
      `ALTER TABLE order_changes PARTITION BY RANGE (id) (${bounds.join(', ')}, PARTITION pmax VALUES LESS THAN MAXVALUE)`,
    ),
  );
  await fillManyChanges(connection, Math.min(rows, 100_000) + 1, Math.max(0, rows - 100_000), rows);
  const deleted = await inSlices(connection, 1, false);
  const moved = await inSlices(connection, 1 + SLICE * SLICES, true);
  const dropped = await seconds(() =>
    connection.query(`ALTER TABLE order_changes DROP PARTITION ${bounds.map((_, n) => `p${n}`).join(', ')}`),
  );
  const share = rows / (SLICE * SLICES);
  return {
    'log of 100,000 rows into partitions, s': copied,
    'all rows of the log by DELETE, s': round(deleted.seconds * share),
    'a slice of 2,000 by DELETE, p50, ms': deleted.p50,
    'a slice of 2,000 by DELETE, longest, ms': deleted.most,
    'all rows archived and deleted, s': round(moved.seconds * share),
    'all rows of the log by DROP PARTITION, s': dropped,
  };
}

/** @param {Connection} connection @param {number} from @param {boolean} archived */
async function inSlices(connection, from, archived) {
  const times = [];
  for (let slice = 0; slice < SLICES; slice++) {
    const first = from + slice * SLICE;
    const where = `WHERE id BETWEEN ${first} AND ${first + SLICE - 1} ORDER BY id LIMIT ${SLICE}`;
    const took = await seconds(async () => {
      await connection.query('START TRANSACTION');
      if (archived)
        await connection.query(
          `INSERT IGNORE INTO order_history (change_id, ${COPIED}) SELECT id, ${COPIED} FROM order_changes ${where}`,
        );
      await connection.query(`DELETE FROM order_changes ${where}`);
      await connection.query('COMMIT');
    });
    times.push(took * 1000);
  }
  const total = times.reduce((sum, ms) => sum + ms, 0);
  return { seconds: total / 1000, p50: percentile(times, 0.5), most: percentile(times, 1) };
}

const COLUMNS = 'id, customer_name, product_name, status, version, updated_at, created_at';

/**
 * Milliseconds of statements that the program runs on the orders, with warm caches.
 *
 * @param {Connection} connection @param {number} rows
 * @returns {Promise<Record<string, number>>}
 */
export async function statements(connection, rows) {
  /** @type {Record<string, string>} */
  const asked = {
    'a page by id': `SELECT ${COLUMNS} FROM orders WHERE id BETWEEN 1 AND 9007199254740991 AND id > ${rows / 2} ORDER BY id LIMIT 101`,
    'a page by updated_at': `SELECT ${COLUMNS} FROM orders WHERE id BETWEEN 1 AND 9007199254740991 ORDER BY updated_at DESC, id DESC LIMIT 101`,
    'the oldest pending order': `SELECT ${COLUMNS} FROM orders WHERE id BETWEEN 1 AND 9007199254740991 AND status = 'pending' ORDER BY created_at ASC, id ASC LIMIT 2`,
    'a slice of the digest': `SELECT id DIV 4096, COUNT(*), SUM(CRC32(CONCAT_WS(CHAR(31 USING utf8mb4), id, version, customer_name, product_name,
      status, FLOOR(UNIX_TIMESTAMP(updated_at)), FLOOR(UNIX_TIMESTAMP(created_at))))) FROM orders WHERE id BETWEEN ${rows / 2} AND ${rows / 2 + 65_535} GROUP BY 1`,
    'a slice of the count': `SELECT COUNT(*), MAX(id) FROM (SELECT id FROM orders WHERE id > ${rows / 2} ORDER BY id LIMIT 200000) AS slice`,
  };
  /** @type {Record<string, number>} */
  const figures = {};
  for (const [name, sql] of Object.entries(asked)) {
    const times = [];
    for (let i = 0; i < 10; i++) times.push(1000 * (await seconds(() => connection.query(sql))));
    figures[`${name}, p50, ms`] = percentile(times, 0.5);
  }
  return figures;
}

/** @param {() => Promise<unknown>} run */
async function seconds(run) {
  const started = performance.now();
  await run();
  return Math.round(performance.now() - started) / 1000;
}
