import fc from 'fast-check';
import { expect } from 'vitest';
import { problemSchema } from '../../src-shared/problem.ts';
import { aroundSchema, type JsonSchema, type Schemas } from './schema-arbitrary.ts';

/** One operation of the OpenAPI document that a server gives out. */
export interface Operation {
  readonly method: string;
  readonly path: string;
  /** `public`, `signed-in` or the permission it needs. */
  readonly permission: string;
  /** Requests that are described by the document, and as many beside it. */
  readonly requests: fc.Arbitrary<Strange>;
}
interface Description {
  readonly 'x-permission': string;
  readonly parameters?: readonly { readonly in: string; readonly name: string; readonly schema: JsonSchema }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: JsonSchema }>> };
}
interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Description>>>>;
  readonly components: { readonly schemas: Schemas };
}
export interface Strange {
  readonly path: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** Every operation of the server at `url`. */
export async function operationsOf(url: string, headers: Record<string, string> = {}): Promise<readonly Operation[]> {
  const { paths, components } = (await (await fetch(`${url}/api/openapi.json`, { headers })).json()) as OpenApi;
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, description]) => ({
      path,
      method: method.toUpperCase(),
      permission: description['x-permission'],
      requests: requestTo(path, description, components.schemas),
    })),
  );
}

/** Sends one; a refusal must be a problem of the closed list. @returns the status, which is never that of a fault */
export async function survives(
  url: string,
  { method }: Operation,
  { path, query, headers, body }: Strange,
  credentials: Record<string, string> = {},
): Promise<number> {
  const limit = new AbortController();
  const response = await fetch(`${url}${path}?${query}`, {
    method,
    headers: { ...headers, ...credentials, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    body: body === undefined ? null : (JSON.stringify(body) ?? 'undefined'),
    signal: limit.signal,
  });
  const { status } = response;
  expect(status).toBeLessThan(500);
  if (status < 400) {
    // A stream of changes never ends.
    limit.abort();
    return status;
  }
  expect(response.headers.get('content-type')).toContain('application/problem+json');
  expect(problemSchema.parse(await response.json()).status).toBe(status);
  return status;
}

function requestTo(
  path: string,
  { parameters = [], requestBody }: Description,
  schemas: Schemas,
): fc.Arbitrary<Strange> {
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

function asText(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

function encoded(text = '1'): string {
  return encodeURIComponent(text.replace(/\p{Cs}/gu, '%'));
}
