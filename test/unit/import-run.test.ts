import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Batch, batchesOf, randomKey } from '../../src-renderer/views/importing/batches.ts';
import { idRanges } from '../../src-renderer/views/importing/id-ranges.ts';
import type { GoodLine } from '../../src-renderer/views/importing/import-plan.ts';
import { ImportRun } from '../../src-renderer/views/importing/import-run.ts';
import { type Command, type CommandResult, createOrdersSchema } from '../../src-shared/command.ts';
import type { ErrorCode } from '../../src-shared/error-code.ts';
import { problemOf } from '../../src-shared/problem.ts';
import { MAX_BATCH_BYTES } from '../../src-shared/protocol-version.ts';

const linesOf = (count: number, name = 'Customer'): GoodLine[] =>
  Array.from({ length: count }, (_, index) => ({
    record: { line: index + 2, cells: [], broken: false },
    order: { customer_name: `${name} ${index}`, product_name: 'Laptop' },
  }));

/** Waits pass at once. */
const clock = {
  now: () => 0,
  monotonic: () => 0,
  after: (_ms: number, run: () => void) => {
    queueMicrotask(run);
    return { cancel: () => undefined };
  },
  every: () => ({ cancel: () => undefined }),
};

type Weather = 'fine' | 'request lost' | 'answer lost' | ErrorCode;

/** A server that keeps keys as the real one does, behind a connection with faults. */
class Server {
  readonly stored: string[] = [];
  readonly keys = new Map<string, { id: number; version: number }[]>();
  asked = 0;

  constructor(private readonly weather: () => Weather) {}

  readonly send = async (command: Command): Promise<CommandResult> => {
    this.asked += 1;
    const { batchKey, orders } = createOrdersSchema.parse(command);
    const weather = this.weather();
    if (weather === 'request lost') throw new TypeError('no connection');
    if (weather !== 'fine' && weather !== 'answer lost')
      return { kind: 'problem', problem: problemOf(weather, weather) };
    const known = this.keys.get(batchKey);
    const created = known ?? orders.map(({ customer_name }) => ({ id: this.stored.push(customer_name), version: 1 }));
    this.keys.set(batchKey, created);
    if (weather === 'answer lost') throw new TypeError('the connection was lost');
    return { kind: 'created', orders: created, repeated: known !== undefined };
  };
}

const runOn = (batches: readonly Batch[], server: Server): ImportRun =>
  new ImportRun(batches, { send: server.send, clock, random: () => 0.5 });

describe('an import that runs', () => {
  it('[IMPORT-20] creates each order once, in the sequence of the file, whatever the connection loses', async () => {
    const weathers = fc.array(
      fc.constantFrom<Weather>('fine', 'request lost', 'answer lost', 'rate-limited', 'database-unavailable'),
      { maxLength: 40 },
    );
    await fc.assert(
      fc.asyncProperty(weathers, fc.integer({ min: 1, max: 2_600 }), async (faults, count) => {
        const left = [...faults];
        const server = new Server(() => left.shift() ?? 'fine');
        const lines = linesOf(count);
        const result = await runOn(batchesOf(lines), server).run();
        expect(server.stored).toEqual(lines.map(({ order }) => order.customer_name));
        expect(result).toMatchObject({ kind: 'ended', refused: [], doubtful: null, unsent: [] });
        expect(result.created.map(({ id }) => id)).toEqual(lines.map((_, index) => index + 1));
      }),
      { numRuns: 60 },
    );
  });

  it('[IMPORT-21] tells of a refused batch and goes on; of a role that may not write it stops', async () => {
    const answers: Weather[] = ['fine', 'invalid-request'];
    const server = new Server(() => answers.shift() ?? 'fine');
    const batches = batchesOf(linesOf(1_500));
    const result = await runOn(batches, server).run();
    expect(result.created).toHaveLength(1_000);
    expect(result.refused).toEqual([{ batch: batches[1], reason: 'invalid-request' }]);
    const forbidding = new Server(() => 'forbidden');
    const refused = await runOn(batches, forbidding).run();
    expect([refused.refused.length, forbidding.asked]).toEqual([3, 1]);
    const faulty = new Server(() => 'internal-error');
    expect((await runOn(batches, faulty).run()).refused).toHaveLength(3);
    expect(faulty.asked).toBe(9);
  });

  it('[IMPORT-22] stopped it sends nothing more, and names the batch of which nobody knows', async () => {
    const batches = batchesOf(linesOf(1_500));
    let run: ImportRun | null = null;
    const stopping = new Server(() => {
      run?.stop();
      return 'fine';
    });
    run = runOn(batches, stopping);
    const known = await run.run();
    expect([known.created.length, known.unsent, known.doubtful]).toEqual([500, batches.slice(1), null]);
    const losing = new Server(() => {
      run?.stop();
      return 'answer lost';
    });
    run = runOn(batches, losing);
    const unknown = await run.run();
    expect([unknown.created.length, unknown.unsent, unknown.doubtful]).toEqual([0, batches.slice(1), batches[0]]);
  });

  it('[IMPORT-23] cuts batches that a request can hold, each with a key of its own', () => {
    const batches = batchesOf([...linesOf(700), ...linesOf(700, '漢'.repeat(240))]);
    expect(batches.flatMap(({ lines }) => lines)).toHaveLength(1_400);
    expect(new Set(batches.map(({ key }) => key)).size).toBe(batches.length);
    for (const { key, lines } of batches) {
      const orders = lines.map(({ order }) => order);
      expect(createOrdersSchema.safeParse({ type: 'create-orders', batchKey: key, orders }).success).toBe(true);
      const body = new TextEncoder().encode(JSON.stringify({ batchKey: randomKey(), orders }));
      expect(body.length).toBeLessThanOrEqual(MAX_BATCH_BYTES);
    }
  });

  it('[IMPORT-24] writes numbers as ranges', () => {
    expect(idRanges([5, 1, 2, 3, 9])).toEqual(['1–3', '5', '9']);
    expect(idRanges([])).toEqual([]);
  });
});
