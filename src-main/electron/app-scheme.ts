import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { Readable } from 'node:stream';
import { type Protocol, type ProtocolRequest, type ProtocolResponse, protocol } from 'electron';
import { problemOf } from '../../src-shared/problem.ts';
import { CONTENT_SECURITY_POLICY } from '../http/content-security-policy.ts';
import type { LocalRequest, LocalResponse } from '../http/local-request.ts';

/** The console's pages have an origin of their own, so that no web page and no file shares it. */
export const APP_SCHEME = 'app';
export const APP_HOST = 'orderdeck';
export const CONSOLE_URL = `${APP_SCHEME}://${APP_HOST}/`;

export interface AppSchemeDeps {
  /** The built console. */
  readonly webAppDir: string;
  /** Answers `/api` and `/health`; `null` while there is no core. */
  readonly request: (request: LocalRequest) => Promise<LocalResponse> | null;
  readonly onError: (error: unknown) => void;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
  '.map': 'application/json',
};

const HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-cache',
};

/** Must run before the application is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
  ]);
}

/** Serves the console and, in process, the REST API it asks. Anything that fails is an answer, never a hanging page. */
export function serveAppScheme(target: Protocol, deps: AppSchemeDeps): void {
  // `protocol.handle`, which is to replace this, does not exist before Electron 25.
  target.registerStreamProtocol(APP_SCHEME, (request, callback) => {
    answer(request, deps).then(callback, (error: unknown) => {
      deps.onError(error);
      callback(problem(500));
    });
  });
}

async function answer(request: ProtocolRequest, deps: AppSchemeDeps): Promise<ProtocolResponse> {
  const { host, pathname, search } = new URL(request.url);
  if (host !== APP_HOST) return problem(404);
  if (!/^\/(api|health)(\/|$)/.test(pathname) || pathname === '/api/docs') return file(deps.webAppDir, pathname);
  const response = await deps.request({
    method: request.method,
    path: pathname + search,
    headers: request.headers,
    body: bodyOf(request),
    remote: 'window',
  });
  if (response === null) return problem(503);
  const { status, headers, body } = response;
  return { statusCode: status, headers: { ...headers }, data: body };
}

async function file(dir: string, pathname: string): Promise<ProtocolResponse> {
  const wanted = pathname === '/' ? 'index.html' : pathname === '/api/docs' ? 'api-docs.html' : pathname.slice(1);
  // The names of the build need no escapes: whatever has one is not among them.
  if (!/^[\w./-]+$/.test(wanted)) return problem(404);
  const path = normalize(join(dir, wanted));
  const type = TYPES[extname(path)];
  if (!path.startsWith(dir + sep) || type === undefined) return problem(404);
  try {
    const content = await readFile(path);
    return { statusCode: 200, headers: { ...HEADERS, 'Content-Type': type }, data: Readable.from([content]) };
  } catch (error) {
    if (['ENOENT', 'EISDIR', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return problem(404);
    throw error;
  }
}

function problem(statusCode: 404 | 500 | 503): ProtocolResponse {
  const body =
    statusCode === 404
      ? problemOf('not-found', 'There is no such page.')
      : statusCode === 500
        ? problemOf('internal-error', 'The program failed; its log says why.')
        : problemOf('database-unavailable', 'No database is followed at the moment.');
  return {
    statusCode,
    headers: { ...HEADERS, 'Content-Type': 'application/problem+json' },
    data: Readable.from([Buffer.from(JSON.stringify(body))]),
  };
}

function bodyOf({ uploadData }: ProtocolRequest): Buffer | null {
  const parts = (uploadData ?? []).flatMap(({ bytes }) => (bytes === undefined ? [] : [bytes]));
  return parts.length === 0 ? null : Buffer.concat(parts);
}
