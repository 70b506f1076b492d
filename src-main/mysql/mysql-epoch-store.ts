import { randomBytes } from 'node:crypto';
import type { EpochStore } from '../feed/epoch-store.ts';
import type { Database } from './pool.ts';
import { inTransaction } from './transaction.ts';

/** Epoch, token secret and clean-up mark, in `orderdeck_meta`. */
export class MysqlEpochStore implements EpochStore {
  /** @param connections the reader waits for the answers, so a frozen server must be noticed on them */
  constructor(private readonly connections: Pick<Database, 'use'>) {}

  async read(): ReturnType<EpochStore['read']> {
    const rows = await this.connections.use((connection) =>
      connection.query<{ name: string; value: string }>(
        "SELECT name, value FROM orderdeck_meta WHERE name IN ('epoch', 'token_secret', 'cleaned_below')",
      ),
    );
    const values = new Map(rows.map(({ name, value }) => [name, value]));
    const epoch = values.get('epoch');
    const tokenSecret = values.get('token_secret');
    if (epoch === undefined || tokenSecret === undefined) {
      throw new Error('orderdeck_meta has no epoch or no token_secret: run the migrations again');
    }
    return { epoch, tokenSecret, cleanedBelow: Number(values.get('cleaned_below') ?? 0) };
  }

  async rotate(known: string): Promise<string> {
    const fresh = randomBytes(8).toString('hex');
    const isOurs = await this.connections.use((connection) =>
      inTransaction(connection, async () => {
        const { affectedRows } = await connection.execute(
          "UPDATE orderdeck_meta SET value = ? WHERE name = 'epoch' AND value = ?",
          [fresh, known],
        );
        // The new log may have any ids: what was cleaned from the old one says nothing about it.
        if (affectedRows === 1) {
          await connection.execute("UPDATE orderdeck_meta SET value = '0' WHERE name = 'cleaned_below'");
        }
        return affectedRows === 1;
      }),
    );
    return isOurs ? fresh : (await this.read()).epoch;
  }
}
