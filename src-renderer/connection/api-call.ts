import type { z } from 'zod';
import type { Problem } from '../../src-shared/problem.ts';
import { ownFetch } from './own-fetch.ts';
import { readProblem } from './read-problem.ts';

/** What came of a request. */
export type ApiAnswer<T> =
  | { readonly ok: true; readonly value: T }
  | {
      readonly ok: false;
      /** `null` when no usable answer came at all. */
      readonly problem: Problem | null;
      /** After so many seconds it may be tried again; `null` when the server did not say. */
      readonly retryAfterS: number | null;
    };

export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** With its slash, of this page's own server. */
  readonly path: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

/**
 * Asks the server of this page. Never rejects: no answer is an answer too.
 *
 * @param schema of what it answers; `null` when nothing of that is needed
 */
export async function callApi<Schema extends z.ZodType>(
  schema: Schema,
  request: ApiRequest,
): Promise<ApiAnswer<z.infer<Schema>>>;
export async function callApi(schema: null, request: ApiRequest): Promise<ApiAnswer<null>>;
export async function callApi(schema: z.ZodType | null, request: ApiRequest): Promise<ApiAnswer<unknown>> {
  try {
    const response = await send(request);
    if (!response.ok) return await refusal(response);
    return { ok: true, value: schema === null ? null : schema.parse(await response.json()) };
  } catch {
    return { ok: false, problem: null, retryAfterS: null };
  }
}

/** One page of a list. `next`: path of the page after it; `null` at the end. */
export interface ApiPage<T> {
  readonly value: T;
  readonly next: string | null;
}

/** Asks for one page of a list. Never rejects. */
export async function callApiPage<Schema extends z.ZodType>(
  schema: Schema,
  request: ApiRequest,
): Promise<ApiAnswer<ApiPage<z.infer<Schema>>>> {
  try {
    const response = await send(request);
    if (!response.ok) return await refusal(response);
    const [, next = null] = /^<([^>]+)>; rel="next"$/.exec(response.headers.get('link') ?? '') ?? [];
    return { ok: true, value: { value: schema.parse(await response.json()), next } };
  } catch {
    return { ok: false, problem: null, retryAfterS: null };
  }
}

function send({ method, path, body, signal }: ApiRequest): Promise<Response> {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (body !== undefined) headers['content-type'] = 'application/json';
  return ownFetch(path, {
    method,
    headers,
    cache: 'no-store',
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
  });
}

async function refusal(response: Response): Promise<ApiAnswer<never>> {
  const wait = Number(response.headers.get('retry-after') ?? Number.NaN);
  return {
    ok: false,
    problem: await readProblem(response),
    retryAfterS: Number.isFinite(wait) && wait > 0 ? Math.ceil(wait) : null,
  };
}
