/** @typedef {import('mysql2/promise').Connection} Connection */

/** Rows per statement: one transaction each. */
const CHUNK = 200_000;
const FIRST = ['Ada', 'Grace', 'Alan', 'Edsger', 'Barbara', 'Donald', 'Margaret', 'Ken', 'Radia', 'Niklaus'];
const LAST = [
  'Lovelace',
  'Hopper',
  'Turing',
  'Dijkstra',
  'Liskov',
  'Knuth',
  'Hamilton',
  'Thompson',
  'Perlman',
  'Wirth',
];
const THINGS = ['Laptop', 'Phone', 'Tablet', 'Monitor', 'Keyboard', 'Mouse', 'Camera', 'Printer', 'Router', 'Headset'];

/** @param {readonly string[]} words @param {string} by an expression for a whole number */
const pick = (words, by) => `ELT(1 + (${by}) % ${words.length}, ${words.map((word) => `'${word}'`).join(', ')})`;

/** Numbers to join with, 0 to 999. @param {Connection} connection */
async function numbers(connection) {
  await connection.query('CREATE TEMPORARY TABLE IF NOT EXISTS bench_a (n INT PRIMARY KEY)');
  await connection.query('CREATE TEMPORARY TABLE IF NOT EXISTS bench_b (n INT PRIMARY KEY)');
  const values = Array.from({ length: 1_000 }, (_, n) => [n]);
  for (const table of ['bench_a', 'bench_b']) await connection.query(`INSERT IGNORE INTO ${table} VALUES ?`, [values]);
}

/** @param {Connection} connection @param {number} from @param {number} count @param {(n: string) => string} select */
async function inChunks(connection, from, count, select) {
  for (let start = 0; start < count; start += CHUNK) {
    const size = Math.min(CHUNK, count - start);
    const n = `(${from + start} + a.n * 1000 + b.n)`;
    await connection.query(`${select(n)} FROM bench_a a JOIN bench_b b WHERE a.n * 1000 + b.n < ${size}`);
  }
}

/**
 * Fills `orders` by SQL alone, past the triggers: two years of orders, 1 % of them pending, 2 % shipped, the rest
 * delivered; the newest are the pending ones.
 *
 * @param {Connection} connection @param {number} count
 */
export async function fillManyOrders(connection, count) {
  await numbers(connection);
  const [triggers] = /** @type {any} */ (await connection.query("SHOW TRIGGERS LIKE 'orders'"));
  const bodies = [];
  for (const { Trigger } of triggers) {
    const [[shown]] = /** @type {any} */ (await connection.query('SHOW CREATE TRIGGER ??', [Trigger]));
    bodies.push(shown['SQL Original Statement']);
    await connection.query('DROP TRIGGER ??', [Trigger]);
  }
  const minute = (2 * 365 * 24 * 60) / count;
  await inChunks(
    connection,
    1,
    count,
    (n) => `INSERT INTO orders (id, customer_name, product_name, status, version, created_at, updated_at)
      SELECT ${n}, CONCAT(${pick(FIRST, `${n} * 7`)}, ' ', ${pick(LAST, `${n} DIV 10 * 3`)}, ' ', ${n} % 100000),
        CONCAT(${pick(THINGS, `${n} DIV 7`)}, ' ', ${n} % 977),
        IF(${n} > ${count} * 0.99, 'pending', IF(${n} > ${count} * 0.97, 'shipped', 'delivered')), 1 + ${n} % 5,
        NOW() - INTERVAL ROUND((${count} - ${n}) * ${minute}) MINUTE,
        NOW() - INTERVAL ROUND((${count} - ${n}) * ${minute} * (0.9 + 0.1 * ((${n} * 2654435761) % 1000) / 1000)) MINUTE`,
  );
  for (const body of bodies) await connection.query(body);
  await connection.query('ANALYZE TABLE orders');
}

/**
 * Fills the change log with updates of one order each, as the triggers write them.
 *
 * @param {Connection} connection @param {number} from first id @param {number} count @param {number} orders
 */
export async function fillManyChanges(connection, from, count, orders) {
  await numbers(connection);
  const json = (/** @type {string} */ n, /** @type {string} */ status) => `JSON_OBJECT('id', 1 + ${n} % ${orders},
    'customer_name', CONCAT('Customer ', ${n} % 100000), 'product_name', CONCAT('Laptop ', ${n} % 977), 'status', '${status}',
    'version', ${n}, 'updated_at', '2026-01-02T03:04:05.000Z', 'created_at', '2026-01-02T03:04:05.000Z')`;
  await inChunks(
    connection,
    from,
    count,
    (n) => `INSERT INTO order_changes (id, order_id, operation_type, old_data, new_data, actor)
      SELECT ${n}, 1 + ${n} % ${orders}, 'UPDATE', ${json(n, 'pending')}, ${json(n, 'shipped')}, 'bench@localhost'`,
  );
  await connection.query('ANALYZE TABLE order_changes');
}
