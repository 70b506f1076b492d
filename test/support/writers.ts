import { setTimeout as pause } from 'node:timers/promises';
import type { Connection, ResultSetHeader, RowDataPacket } from 'mysql2/promise';
import type { TestDatabase } from './database.ts';
import { seededRandom } from './random.ts';

export interface WriterOptions {
  readonly writers: number;
  /** Rows to insert, update or delete in committed transactions, at least. */
  readonly changes: number;
  readonly seed: number;
  /** Longest time a transaction is held open, in milliseconds; part of the load, not a wait of the test. */
  readonly maxTransactionMs: number;
  readonly rollbackShare: number;
  /** `transactions`: 1 to 5 statements each; `multi-row`: autocommitted INSERTs of many rows, and updates of ranges. */
  readonly kind: 'transactions' | 'multi-row';
  /** Run on each writer's connection first. */
  readonly sessionSql?: readonly string[];
}

export interface WriterReport {
  readonly transactions: number;
  readonly rollbacks: number;
  readonly deadlocks: number;
  readonly committed: number;
}

type Tally = { -readonly [Name in keyof WriterReport]: number };

const STATUSES = ['pending', 'shipped', 'delivered'];
const CONTENTION = new Set(['ER_LOCK_DEADLOCK', 'ER_LOCK_WAIT_TIMEOUT']);

/** Other programs that write to `orders` all at once: inserts, updates, deletes, rollbacks, deadlocks. */
export async function runWriters(database: TestDatabase, options: WriterOptions): Promise<WriterReport> {
  const report: Tally = { transactions: 0, rollbacks: 0, deadlocks: 0, committed: 0 };
  const isolation = ['READ COMMITTED', 'REPEATABLE READ'];
  await Promise.all(
    Array.from({ length: options.writers }, async (_, index) => {
      const connection = await database.connect();
      await connection.query(`SET SESSION TRANSACTION ISOLATION LEVEL ${isolation[index % 2]}`);
      for (const sql of options.sessionSql ?? []) await connection.query(sql);
      const random = seededRandom(options.seed + index);
      const run = options.kind === 'transactions' ? oneTransaction : oneMultiRow;
      while (report.committed < options.changes) await run(connection, random, options, report);
    }),
  );
  return report;
}

type Step = typeof oneTransaction;

async function oneTransaction(
  connection: Connection,
  random: () => number,
  options: WriterOptions,
  report: Tally,
): Promise<void> {
  const statements = 1 + Math.floor(random() * 5);
  report.transactions++;
  try {
    await connection.query('START TRANSACTION');
    let changed = 0;
    for (let i = 0; i < statements; i++) changed += await oneChange(connection, random);
    await pause(Math.floor(random() * options.maxTransactionMs));
    const rollback = random() < options.rollbackShare;
    await connection.query(rollback ? 'ROLLBACK' : 'COMMIT');
    if (rollback) report.rollbacks++;
    else report.committed += changed;
  } catch (error) {
    if (!CONTENTION.has(String((error as { code?: string }).code))) throw error;
    report.deadlocks++;
    await connection.query('ROLLBACK');
  }
}

const oneMultiRow: Step = async (connection, random, _options, report) => {
  const rows = 1 + Math.floor(random() * 40);
  report.transactions++;
  try {
    if (random() < 0.6) {
      const values = Array.from({ length: rows }, () => [name(random), 'Laptop', pick(random, STATUSES)]);
      await connection.query('INSERT INTO orders (customer_name, product_name, status) VALUES ?', [values]);
      report.committed += rows;
    } else {
      const id = await anyOrder(connection, random);
      const sql = 'UPDATE orders SET status = ? WHERE id BETWEEN ? AND ?';
      const [{ affectedRows }] = await connection.query<ResultSetHeader>(sql, [
        pick(random, STATUSES),
        id,
        id + rows - 1,
      ]);
      report.committed += affectedRows;
    }
  } catch (error) {
    if (!CONTENTION.has(String((error as { code?: string }).code))) throw error;
    report.deadlocks++;
  }
};

/** @returns rows changed */
async function oneChange(connection: Connection, random: () => number): Promise<number> {
  const run = async (sql: string, values: readonly unknown[]) =>
    (await connection.query<ResultSetHeader>(sql, [...values]))[0];
  const choice = random();
  if (choice < 0.35) {
    const { insertId } = await run('INSERT INTO orders (customer_name, product_name) VALUES (?, ?)', [
      name(random),
      'Phone',
    ]);
    if (choice >= 0.05) return 1;
    await run('UPDATE orders SET status = ? WHERE id = ?', ['shipped', insertId]);
    return 2;
  }
  const id = await anyOrder(connection, random);
  const { affectedRows } =
    choice < 0.9
      ? await run('UPDATE orders SET status = ?, customer_name = ? WHERE id = ?', [
          pick(random, STATUSES),
          name(random),
          id,
        ])
      : await run('DELETE FROM orders WHERE id = ?', [id]);
  return affectedRows;
}

// A few ids are wanted by everybody, so that writers meet on the same rows.
async function anyOrder(connection: Connection, random: () => number): Promise<number> {
  const [[row]] = await connection.query<RowDataPacket[]>('SELECT MIN(id) AS low, MAX(id) AS high FROM orders');
  const low = Number(row?.low ?? 1);
  const high = Number(row?.high ?? 1);
  const span = random() < 0.3 ? Math.min(20, high - low + 1) : high - low + 1;
  return low + Math.floor(random() * span);
}

function pick(random: () => number, from: readonly string[]): string {
  return from[Math.floor(random() * from.length)] ?? '';
}

function name(random: () => number): string {
  return `Customer ${Math.floor(random() * 1_000)} Zoë 📦 O'Brien`;
}
