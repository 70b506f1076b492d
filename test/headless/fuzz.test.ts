import fc from 'fast-check';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { clientMessageSchema } from '../../src-shared/client-message.ts';
import { ERROR_CODES } from '../../src-shared/error-code.ts';
import { problemSchema } from '../../src-shared/problem.ts';
import { eventually } from '../support/eventually.ts';
import { liveServer } from '../support/live-server.ts';
import { anyValue, aroundSchema, type JsonSchema, nastyText, type Schemas } from '../support/schema-arbitrary.ts';
import { V1Client } from '../support/v1-client.ts';

// A run that fails prints its seed; FUZZ_SEED repeats it.
const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31);
console.log(`fuzz seed ${seed}`);

interface Operation {
  readonly parameters?: readonly { readonly in: string; readonly name: string; readonly schema: JsonSchema }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: JsonSchema }>> };
}
interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Schemas };
}
interface Strange {
  readonly path: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

const RUNS = 40;
const live = liveServer();

it('[FUZZ-1] no request around what the OpenAPI document describes is a fault of the server', async () => {
  const { paths, components } = (await (await fetch(`${live.server.url}/api/openapi.json`)).json()) as OpenApi;
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  );
  expect(operations.length).toBeGreaterThan(20);
  for (const { path, method, operation } of operations) {
    await fc.assert(
      fc.asyncProperty(requestTo(path, operation, components.schemas), (request) => survives(method, request)),
      { seed, numRuns: RUNS, endOnFailure: true },
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

function requestTo(path: string, { parameters = [], requestBody }: Operation, schemas: Schemas): fc.Arbitrary<Strange> {
  const given = (place: string) =>
    fc.record(
      Object.fromEntries(
        parameters
          .filter((parameter) => parameter.in === place)
          .map(({ name, schema }) => [name, aroundSchema(schema, schemas).map(asText)]),
      ),
      { requiredKeys: [] },
    );
  const body = requestBody?.content['application/json']?.schema;
  return fc.record({
    path: given('path').map((values) =>
      path.replace(/\{(\w+)\}/g, (_, name: string) => encoded(values[name]) || '%20'),
    ),
    query: given('query').map((values) =>
      Object.entries(values)
        .map(([name, value]) => `${name}=${encoded(value)}`)
        .join('&'),
    ),
    headers: given('header').map((values) =>
      Object.fromEntries(
        Object.entries(values).map(([name, value]) => [name, (value ?? '').replace(/[^\x21-\x7e]/g, '')]),
      ),
    ),
    body: body === undefined ? fc.constant(undefined) : aroundSchema(body, schemas),
  });
}

/** Good, or refused as a problem of the closed list. */
async function survives(method: string, { path, query, headers, body }: Strange): Promise<void> {
  const limit = new AbortController();
  const response = await fetch(`${live.server.url}${path}?${query}`, {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    body: body === undefined ? null : (JSON.stringify(body) ?? 'undefined'),
    signal: limit.signal,
  });
  expect(response.status).toBeLessThan(500);
  if (response.status < 400) {
    // A stream of changes never ends.
    limit.abort();
    return;
  }
  expect(response.headers.get('content-type')).toContain('application/problem+json');
  expect(problemSchema.parse(await response.json()).status).toBe(response.status);
}

async function unharmed(): Promise<void> {
  expect(await (await fetch(`${live.server.url}/health`)).json()).toMatchObject({ status: 'ok' });
  expect(live.server.log.filter(({ level }) => level === 'error')).toEqual([]);
  expect(Object.getPrototypeOf({})).not.toHaveProperty('role');
  const name = `After ${Date.now()}`;
  const client = await live.v1();
  await live.database.query('INSERT INTO orders (customer_name, product_name) VALUES (?, ?)', [name, 'x']);
  await eventually('the change', () => client.changes.some(({ order }) => order.customer_name === name));
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

function encoded(text = '1'): string {
  return encodeURIComponent(text.replace(/\p{Cs}/gu, '%'));
}
