import { randomBytes } from 'node:crypto';
import type { EpochStore } from '../feed/epoch-store.ts';
import type { Database } from './pool.ts';

/** Epoch, token secret and clean-up mark, in `orderdeck_meta`. */
export class MysqlEpochStore implements EpochStore {
  constructor(private readonly database: Database) {}

  async read(): ReturnType<EpochStore['read']> {
    const rows = await this.database.query<{ name: string; value: string }>(
      "SELECT name, value FROM orderdeck_meta WHERE name IN ('epoch', 'token_secret', 'cleaned_below')",
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
    const { affectedRows } = await this.database.execute(
      "UPDATE orderdeck_meta SET value = ? WHERE name = 'epoch' AND value = ?",
      [fresh, known],
    );
    return affectedRows === 1 ? fresh : (await this.read()).epoch;
  }
}
