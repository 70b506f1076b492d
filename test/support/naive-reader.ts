import type { RowDataPacket } from 'mysql2/promise';
import type { TestDatabase } from './database.ts';

/** The reader everybody writes first: it remembers the last id, and so loses what commits after a higher id was read. */
export class NaiveReader {
  readonly seen = new Set<number>();
  #stopped = false;
  #running: Promise<void> = Promise.resolve();

  static async start(database: TestDatabase): Promise<NaiveReader> {
    const reader = new NaiveReader();
    const connection = await database.connect();
    reader.#running = (async () => {
      let last = 0;
      while (!reader.#stopped) {
        const [rows] = await connection.query<RowDataPacket[]>(
          'SELECT id FROM order_changes WHERE id > ? ORDER BY id LIMIT 1000',
          [last],
        );
        for (const row of rows) reader.seen.add(Number(row.id));
        last = Number(rows[rows.length - 1]?.id ?? last);
      }
    })();
    return reader;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#running;
  }
}
