import { setTimeout as pause } from 'node:timers/promises';
import mysql, { type Pool } from 'mysql2/promise';
import { seededRandom } from './random.ts';

/**
 * Writers that go on whatever happens to the database: what fails is tried again with something else. Only laptops are
 * deleted, as they order them: an order of something else stays, so that a test can wait for its own.
 */
export class StubbornWriters {
  readonly #pool: Pool;
  readonly #running: Promise<unknown>;
  #stopped = false;
  committed = 0;
  failures = 0;

  /** @param url DSN with the database's name */
  constructor(url: string, options: { readonly writers: number; readonly seed: number }) {
    this.#pool = mysql.createPool({ uri: url, connectTimeout: 1_000, connectionLimit: options.writers });
    this.#pool.on('connection', (connection) => {
      connection.query('SET innodb_lock_wait_timeout = 2');
    });
    this.#running = Promise.all(
      Array.from({ length: options.writers }, (_, index) => this.#write(seededRandom(options.seed + index))),
    );
  }

  /** Resolves when all have ended what they were doing; may be called again. */
  async stop(): Promise<void> {
    if (this.#stopped) return;
    this.#stopped = true;
    await this.#running;
    await this.#pool.end();
  }

  async #write(random: () => number): Promise<void> {
    while (!this.#stopped) {
      try {
        await this.#one(random);
        this.committed++;
        await pause(Math.floor(random() * 20));
      } catch {
        // Refused, cut off, deadlocked: all of it is expected here.
        this.failures++;
        await pause(50);
      }
    }
  }

  async #one(random: () => number): Promise<void> {
    const choice = random();
    const name = `Customer ${Math.floor(random() * 1_000)}`;
    if (choice < 0.4) {
      await this.#pool.query('INSERT INTO orders (customer_name, product_name) VALUES (?, ?)', [name, 'Laptop']);
    } else if (choice < 0.9) {
      await this.#pool.query('UPDATE orders SET customer_name = ? WHERE id % 50 = ? LIMIT 3', [
        name,
        Math.floor(random() * 50),
      ]);
    } else {
      await this.#pool.query("DELETE FROM orders WHERE product_name = 'Laptop' AND id % 50 = ? LIMIT 1", [
        Math.floor(random() * 50),
      ]);
    }
  }
}
