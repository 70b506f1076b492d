import type { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';

/** A request of a client in this process. */
export interface LocalRequest {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | null;
  /** Who asks, in place of an address. */
  readonly remote: string;
}

export interface LocalResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: Readable;
}

// Headers of the connection, and of the page that asks: in this process there is neither.
const DROPPED: readonly string[] = ['host', 'origin', 'referer', 'connection', 'content-length'];

/** Answers through the same routes, guards and errors as a request that came by the port, without any socket. */
export async function answerLocally(app: FastifyInstance, request: LocalRequest): Promise<LocalResponse> {
  const headers = Object.entries(request.headers).filter(([name]) => !DROPPED.includes(name.toLowerCase()));
  const response = await app.inject({
    method: request.method as 'GET',
    url: request.path,
    headers: { ...Object.fromEntries(headers), host: 'localhost' },
    remoteAddress: request.remote,
    ...(request.body === null ? {} : { payload: request.body }),
    payloadAsStream: true,
  });
  const answered: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(response.headers)) {
    if (value !== undefined) answered[name] = Array.isArray(value) ? value : String(value);
  }
  const body = response.stream();
  // Whoever asked has gone: nothing more is read for them. What fails after that concerns nobody.
  body.once('close', () => response.raw.res.destroy()).on('error', () => undefined);
  return { status: response.statusCode, headers: answered, body };
}
