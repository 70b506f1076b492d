import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { systemClock } from '../../src-main/base/clock.ts';
import { createCommandDispatcher } from '../../src-main/commands/command-dispatcher.ts';
import type { OrderRepository } from '../../src-main/commands/order-repository.ts';
import { loadConfig } from '../../src-main/config/config.ts';
import { createHttpServer, type HttpServerDeps } from '../../src-main/http/http-server.ts';
import { createLimits } from '../../src-main/http/limits/limits.ts';
import { TransportSecurity } from '../../src-main/http/tls/transport-security.ts';
import { createMeters } from '../../src-main/observability/meters.ts';
import { Tracing } from '../../src-main/observability/tracing/tracing.ts';
import { LOCAL_ACCESS } from './local-access.ts';
import { quietDetails } from './quiet-details.ts';
import { quietStats } from './quiet-stats.ts';
import { type LogRecord, recordingLogger } from './recording-logger.ts';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape.
  readonly json: any;
}

export interface Asked {
  readonly headers?: Readonly<Record<string, string | number>>;
  /** Text and bytes go as they are, everything else as JSON with its content type. */
  readonly body?: unknown;
}

export interface HttpTestServer {
  readonly port: number;
  readonly logged: readonly LogRecord[];
  /** How often a committed write was announced. */
  committed(): number;
  ask(method: string, path: string, asked?: Asked): Promise<Answer>;
  close(): Promise<void>;
}

/** The real HTTP server on a free loopback port, over whatever repository the test needs. */
export async function startHttpTestServer(
  orders: OrderRepository,
  options: { readonly env?: Readonly<Record<string, string>>; readonly deps?: Partial<HttpServerDeps> } = {},
): Promise<HttpTestServer> {
  const logger = recordingLogger();
  let commits = 0;
  const config = loadConfig({ PORT: '0', WS_PORT: '0', ...options.env });
  const server = createHttpServer({
    config,
    limits: createLimits(config, options.deps?.clock ?? systemClock),
    security: new TransportSecurity(config, systemClock, logger),
    logger,
    meters: createMeters(),
    tracing: new Tracing(),
    access: LOCAL_ACCESS,
    audit: { record: () => undefined },
    orders,
    dispatcher: createCommandDispatcher({ orders, onCommitted: () => commits++ }),
    stats: async () => quietStats('2025-01-01T00:00:00.000Z'),
    statsDetails: quietDetails(),
    health: () => ({ status: 'ok', reason: null, version: '0.0.0', uptimeSeconds: 1 }),
    webAppDir: null,
    version: '0.0.0',
    plugins: [],
    ...options.deps,
  });
  const { port } = await server.listen();
  return {
    port,
    logged: logger.entries,
    committed: () => commits,
    ask: (method, path, asked) => ask(port, method, path, asked),
    close: () => server.close(),
  };
}

/** One request exactly as given: no normalised URL, any Host, any body. */
export function ask(port: number, method: string, path: string, { headers = {}, body }: Asked = {}): Promise<Answer> {
  const isRaw = body === undefined || typeof body === 'string' || body instanceof Uint8Array;
  const payload = isRaw ? body : JSON.stringify(body);
  const type = body === undefined ? {} : { 'content-type': 'application/json' };
  const length = payload === undefined ? {} : { 'content-length': Buffer.byteLength(payload) };
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(
      { host: '127.0.0.1', port, method, path, agent: false, headers: { ...type, ...length, ...headers } },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk) => chunks.push(chunk));
        incoming.on('error', reject);
        incoming.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          const isJson = /json/.test(incoming.headers['content-type'] ?? '') && text !== '';
          const json = isJson ? JSON.parse(text) : undefined;
          resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, text, json });
        });
      },
    );
    outgoing.on('error', reject);
    outgoing.end(payload);
  });
}
