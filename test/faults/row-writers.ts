import { setTimeout as pause } from 'node:timers/promises';
import mysql, { type Pool, type PoolConnection } from 'mysql2/promise';
import { seededRandom } from '../support/random.ts';

const STATUSES = ['pending', 'shipped', 'delivered'];
/** Longest time a transaction is held open and longest rest between two, in milliseconds: part of the load. */
const HOLD_MS = 20;
const REST_MS = 25;
const ROLLBACKS = 0.1;

/** Where other programs write, and how much at once. */
export interface WritersPlan {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  readonly writers: number;
  readonly seed: number;
  /** Run on each of their connections first. */
  readonly sessionSql?: string;
}

/**
 * Other programs that write to `orders` straight through the fault: transactions of one to four statements, some of
 * them rolled back; what fails is tried again with something else. They leave the orders of recorded commands alone.
 */
export class RowWriters {
  readonly #pool: Pool;
  readonly #running: Promise<unknown>;
  #isStopped = false;
  committed = 0;
  failures = 0;
  deadlocks = 0;

  constructor(private readonly plan: WritersPlan) {
    const { host, port, user, password, database, writers } = plan;
    this.#pool = mysql.createPool({
      host,
      port,
      user,
      password,
      database,
      connectionLimit: writers,
      connectTimeout: 1_000,
    });
    this.#running = Promise.all(
      Array.from({ length: writers }, (_, index) => this.#write(seededRandom(plan.seed + index))),
    );
  }

  /** Resolves when all have ended what they were doing; may be called again. */
  async stop(): Promise<void> {
    if (this.#isStopped) return;
    this.#isStopped = true;
    await this.#running;
    await this.#pool.end();
  }

  async #write(random: () => number): Promise<void> {
    while (!this.#isStopped) {
      try {
        await this.#transaction(random);
        await pause(Math.floor(random() * REST_MS));
      } catch (error) {
        // Refused, cut off, deadlocked: all of it is expected here.
        this.failures++;
        if ((error as { code?: string }).code === 'ER_LOCK_DEADLOCK') this.deadlocks++;
        await pause(50);
      }
    }
  }

  async #transaction(random: () => number): Promise<void> {
    const connection = await this.#pool.getConnection();
    try {
      await connection.query(`SET innodb_lock_wait_timeout = 2${this.plan.sessionSql ?? ''}`);
      await connection.query('START TRANSACTION');
      const statements = 1 + Math.floor(random() * 4);
      for (let i = 0; i < statements; i++) await change(connection, random);
      await pause(Math.floor(random() * HOLD_MS));
      const keeps = random() >= ROLLBACKS;
      await connection.query(keeps ? 'COMMIT' : 'ROLLBACK');
      if (keeps) this.committed++;
      connection.release();
    } catch (error) {
      connection.destroy();
      throw error;
    }
  }
}

async function change(connection: PoolConnection, random: () => number): Promise<void> {
  const choice = random();
  const name = `Customer ${Math.floor(random() * 1_000)}`;
  const some = `customer_name LIKE 'Customer%' AND id % 50 = ${Math.floor(random() * 50)}`;
  if (choice < 0.35) {
    await connection.query('INSERT INTO orders (customer_name, product_name) VALUES (?, ?)', [name, 'Laptop']);
  } else if (choice < 0.85) {
    const status = STATUSES[Math.floor(random() * STATUSES.length)];
    await connection.query(`UPDATE orders SET customer_name = ?, status = ? WHERE ${some} LIMIT 3`, [name, status]);
  } else {
    await connection.query(`DELETE FROM orders WHERE ${some} LIMIT 1`);
  }
}
