import { z } from 'zod';
import type { Checkpoint, CheckpointStore } from '../feed/checkpoint.ts';
import type { Database } from './pool.ts';

const checkpointSchema = z.object({
  epoch: z.string(),
  head: z.number(),
  stamp: z.string(),
  gaps: z.array(z.tuple([z.number(), z.number()])),
  count: z.number(),
  sum: z.string(),
});

/** With more gaps than this the checkpoint stays where it is: a statement must not get too large for the server. */
const MAX_GAPS = 20_000;

/** The checkpoint as JSON in `orderdeck_meta`. */
export class MysqlCheckpointStore implements CheckpointStore {
  constructor(private readonly connections: Pick<Database, 'use'>) {}

  async load(): Promise<Checkpoint | null> {
    return decode(await this.value('checkpoint'));
  }

  async cleanedBelow(): Promise<number> {
    return Number((await this.value('cleaned_below')) ?? 0);
  }

  async save(checkpoint: Checkpoint): Promise<void> {
    const { gaps } = checkpoint.at.position;
    if (gaps.length > MAX_GAPS) return;
    await this.connections.use((connection) =>
      connection.execute("UPDATE orderdeck_meta SET value = ? WHERE name = 'checkpoint'", [encode(checkpoint)]),
    );
  }

  private async value(name: string): Promise<string | undefined> {
    const [row] = await this.connections.use((connection) =>
      connection.query<{ value: string }>('SELECT value FROM orderdeck_meta WHERE name = ?', [name]),
    );
    return row?.value;
  }
}

function encode({ epoch, at, total }: Checkpoint): string {
  const fields: z.infer<typeof checkpointSchema> = {
    epoch,
    head: at.position.head,
    stamp: at.stamp,
    gaps: at.position.gaps.map(({ from, to }) => [from, to]),
    count: total.count,
    sum: String(total.sum),
  };
  return JSON.stringify(fields);
}

function decode(text: string | undefined): Checkpoint | null {
  if (text === undefined || text === '') return null;
  const { epoch, head, stamp, gaps, count, sum } = checkpointSchema.parse(JSON.parse(text));
  return {
    epoch,
    at: { position: { head, gaps: gaps.map(([from, to]) => ({ from, to })) }, stamp },
    total: { count, sum: BigInt(sum) },
  };
}
