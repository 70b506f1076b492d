import fc from 'fast-check';
import { expect, it } from 'vitest';
import { problemSchema } from '../../src-shared/problem.ts';
import type { HttpTestServer } from '../support/http-test-server.ts';

// A run that fails prints its seed; FUZZ_SEED repeats it.
const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31);
const nasty = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.constantFrom(
    '',
    ' ',
    '\u0000',
    '😀'.repeat(255),
    'x'.repeat(256),
    '\ud800',
    '__proto__',
    'constructor',
    '1e9',
    '-0',
  ),
);
const status = fc.oneof(fc.constantFrom('pending', 'shipped', 'delivered'), nasty);
const anything = fc.oneof(nasty, fc.integer(), fc.double(), fc.constant(null), fc.jsonValue({ maxDepth: 3 }));
const id = fc.oneof(fc.integer({ min: 1, max: 7 }).map(String), fc.bigInt().map(String), nasty.map(encoded));
const order = fc.oneof(
  fc.record({ customer_name: nasty, product_name: nasty, status }, { requiredKeys: [] }),
  fc.record({ customer_name: anything, product_name: anything, status: anything }, { requiredKeys: [] }),
  fc.dictionary(nasty, anything, { maxKeys: 4 }),
  anything,
);
const bulk = fc.record(
  {
    status,
    orders: fc.oneof(fc.array(fc.record({ id: fc.oneof(fc.nat(9), anything), expectedVersion: anything })), anything),
  },
  { requiredKeys: [] },
);
const query = fc
  .array(
    fc.tuple(
      fc.oneof(fc.constantFrom('limit', 'cursor', 'status', 'q', 'sort'), nasty),
      fc.oneof(fc.nat(9).map(String), nasty),
    ),
    {
      maxLength: 4,
    },
  )
  .map((pairs) => pairs.map(([name, value]) => `${encoded(name)}=${encoded(value)}`).join('&'));
const header = fc.oneof(
  fc.constantFrom('"1"', '*', 'W/"1"', '""'),
  fc.string({ maxLength: 30 }).map((text) => text.trim()),
);

function encoded(text: string): string {
  return encodeURIComponent(text.replace(/\p{Cs}/gu, '%'));
}

/** Good, or refused as a problem of the closed list; never a fault of the server. */
async function survives(
  server: HttpTestServer,
  method: string,
  path: string,
  body?: unknown,
  ifMatch?: string,
): Promise<void> {
  const headers = ifMatch === undefined ? {} : { 'if-match': ifMatch };
  const answer = await server.ask(method, path, {
    headers,
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  expect(answer.status).toBeLessThan(500);
  if (answer.status >= 400) expect(problemSchema.parse(answer.json).status).toBe(answer.status);
  if (answer.status >= 400) expect(answer.headers['content-type']).toContain('application/problem+json');
}

/** Strange requests against a running server without a rate limit, whatever its repository is. */
export function describeFuzz(server: () => HttpTestServer, numRuns: number): void {
  const parameters = { seed, numRuns, endOnFailure: true };
  console.log(`fuzz seed ${seed}`);

  it('[REST-60] no request, however strange, is a fault of the server', async () => {
    await fc.assert(
      fc.asyncProperty(order, id, bulk, query, header, async (body, orderId, targets, search, ifMatch) => {
        await survives(server(), 'POST', '/api/orders', body);
        await survives(server(), 'PUT', `/api/orders/${orderId}`, body, ifMatch);
        await survives(server(), 'POST', '/api/orders/status', targets);
        await survives(server(), 'GET', `/api/orders?${search}`);
        await survives(server(), 'GET', `/api/orders/${orderId}/history?${search}`);
        await survives(server(), 'GET', `/api/orders/${orderId}`);
        await survives(server(), 'DELETE', `/api/orders/${orderId}`, undefined, ifMatch);
      }),
      parameters,
    );
    expect(server().logged.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('[REST-61] no path, raw as it may be, is a fault of the server', async () => {
    const raw = fc.string({ unit: fc.constantFrom(...'/%.0aZ~:?&=*;\\|"<>{}[]'), maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(
        raw,
        fc.constantFrom('GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'TRACE'),
        async (path, method) => {
          const answer = await server().ask(method, `/${path}`);
          expect(answer.status).toBeLessThan(500);
        },
      ),
      parameters,
    );
  });

  it('[REST-62] whatever is accepted is stored and handed back as it was given', async () => {
    const text = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 255 })
      .filter((name) => !/[\p{Cc}\p{Cs}]/u.test(name));
    await fc.assert(
      fc.asyncProperty(text, text, async (customer_name, product_name) => {
        const answer = await server().ask('POST', '/api/orders', { body: { customer_name, product_name } });
        const isGood = [customer_name, product_name].every((name) => name.trim() !== '' && [...name].length <= 255);
        expect(answer.status).toBe(isGood ? 201 : 400);
        if (isGood) expect(answer.json).toMatchObject({ customer_name, product_name });
      }),
      parameters,
    );
  });
}
