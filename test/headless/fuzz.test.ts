import fc from 'fast-check';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { clientMessageSchema } from '../../src-shared/client-message.ts';
import { ERROR_CODES } from '../../src-shared/error-code.ts';
import { eventually } from '../support/eventually.ts';
import { liveServer } from '../support/live-server.ts';
import { anyValue, aroundSchema, type JsonSchema, nastyText, type Schemas } from '../support/schema-arbitrary.ts';
import { operationsOf, survives } from '../support/strange-requests.ts';
import { V1Client } from '../support/v1-client.ts';

// A run that fails prints its seed; FUZZ_SEED repeats it.
const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31);
console.log(`fuzz seed ${seed}`);

const RUNS = 40;
/** Those that may hash a password each time, which takes as long as it is meant to. */
const SLOW_RUNS = 6;
const SLOW = /^\/api\/(session|token|people|first-admin)/;
const live = liveServer();

it('[FUZZ-1] no request around what the OpenAPI document describes is a fault of the server', async () => {
  const operations = await operationsOf(live.server.url);
  expect(operations.length).toBeGreaterThan(20);
  for (const operation of operations) {
    await fc.assert(
      fc.asyncProperty(operation.requests, async (request) => {
        await survives(live.server.url, operation, request);
      }),
      { seed, numRuns: SLOW.test(operation.path) ? SLOW_RUNS : RUNS, endOnFailure: true },
    );
  }
  await unharmed();
});

it('[FUZZ-2] no message around those of orderdeck.v1 is a fault of the server', async () => {
  const { $defs = {}, ...schema } = z.toJSONSchema(clientMessageSchema, { io: 'input' }) as JsonSchema & {
    $defs?: Schemas;
  };
  const text = fc.oneof(
    { weight: 8, arbitrary: aroundSchema(schema, $defs, 8).map((message) => JSON.stringify(message)) },
    { weight: 1, arbitrary: nastyText },
    { weight: 1, arbitrary: anyValue.map((value) => JSON.stringify(value)) },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 8 }), fc.boolean(), async (messages, greets) => {
      const client = await V1Client.connect(live.server.sameOriginWsUrl, { hello: greets });
      for (const message of messages) client.sendRaw(message);
      // Answered in its turn, or closed by name: this one is behind all the others.
      client.sendRaw('{"type":"hello"}');
      const { code } = await client.closed;
      expect(Object.values(ERROR_CODES).map(({ close }) => close)).toContain(code);
      expect(code).not.toBe(ERROR_CODES['internal-error'].close);
    }),
    { seed, numRuns: RUNS * 4, endOnFailure: true },
  );
  await unharmed();
});

async function unharmed(): Promise<void> {
  expect(await (await fetch(`${live.server.url}/health`)).json()).toMatchObject({ status: 'ok' });
  expect(live.server.log.filter(({ level }) => level === 'error')).toEqual([]);
  expect(Object.getPrototypeOf({})).not.toHaveProperty('role');
  const name = `After ${Date.now()}`;
  const client = await live.v1();
  await live.database.query('INSERT INTO orders (customer_name, product_name) VALUES (?, ?)', [name, 'x']);
  await eventually('the change', () => client.changes.some(({ order }) => order.customer_name === name));
}
