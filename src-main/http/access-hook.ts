import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import type { Permission } from '../../src-shared/permission.ts';
import { SESSION_HEADER, sessionMark } from '../../src-shared/session-mark.ts';
import type { Access } from '../auth/access.ts';
import { authorize } from '../auth/authorize.ts';
import type { Credentials } from '../auth/credentials.ts';
import type { Principal } from '../auth/principal.ts';
import { AppError } from '../base/app-error.ts';
import type { AccessCookies } from './access-cookies.ts';
import { originRefused, SAFE_METHODS } from './host-guard.ts';
import { addressOf, credentialsOf } from './request-credentials.ts';

/** What a route asks of who calls it: a permission, any sign-in, or nothing. */
export type RoutePermission = Permission | 'signed-in' | 'public';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; `null` on public routes, and for those that `opensFor` let in. */
    principal: Principal | null;
  }
  interface FastifyContextConfig {
    /** A route without one keeps the server from starting. */
    permission?: RoutePermission;
    /** Who may call it besides, without being anybody. */
    opensFor?: (request: FastifyRequest) => boolean;
  }
}

export interface AccessHookDeps {
  readonly access: Access;
  readonly cookies: AccessCookies;
}

/** Lets a request through to its route when whoever asks may call it. Call before declaring routes. */
export function addAccessHook(app: FastifyInstance, deps: AccessHookDeps): void {
  const routes: RouteOptions[] = [];
  app.addHook('onRoute', (route) => {
    routes.push(route);
  });
  app.addHook('onReady', async () => {
    const open = routes.filter(({ config }) => config?.permission === undefined);
    if (open.length === 0) return;
    const names = open.map(({ method, url }) => `${[method].flat().join(',')} ${url}`);
    throw new Error(`Without config.permission nobody knows who may call these routes: ${names.join('; ')}`);
  });
  app.decorateRequest('principal', null);
  app.addHook('onRequest', async (request, reply) => {
    const { permission, opensFor } = request.routeOptions.config;
    // Where there is no route there is nothing to guard.
    if (request.is404 || permission === 'public' || opensFor?.(request) === true) return;
    const principal = await identified(request, reply, deps);
    request.principal = principal;
    refuseOtherSession(request, principal);
    // No permission: a route that was declared too late to be seen. It is nobody's.
    if (permission === undefined) throw new AppError('forbidden', 'This is not permitted.');
    if (permission !== 'signed-in') authorize(principal, [permission]);
  });
}

/** Who asks, on any route but a public one. */
export function principalOf(request: FastifyRequest): Principal {
  if (request.principal === null) throw new Error('A public route asked who called it');
  return request.principal;
}

/** Who does what a request asks for, for the record. */
export function doerOf(request: FastifyRequest): { readonly actor: string; readonly address: string } {
  return { actor: principalOf(request).actor, address: addressOf(request) };
}

/**
 * Who asks, for a public route that wants to know; a cookie that is good no more is taken away.
 *
 * @throws AppError as `Access.identify` does, and `forbidden-origin` when the request may be another site's
 */
export async function identified(
  request: FastifyRequest,
  reply: FastifyReply,
  { access, cookies }: AccessHookDeps,
): Promise<Principal> {
  const credentials = credentialsOf(request.raw, cookies);
  if (!SAFE_METHODS.includes(request.method)) refuseForeignPages(request, credentials);
  try {
    return await access.identify(credentials);
  } catch (error) {
    if (error instanceof AppError && error.problem.code === 'unauthenticated') dropCookie(reply, credentials, cookies);
    throw error;
  }
}

/**
 * A browser adds the cookie to whatever page asks for it, so the page must be shown to be ours. The host guard has
 * refused wrong origins; here one has to be there.
 */
function refuseForeignPages({ headers }: FastifyRequest, { bearer, session, device, isWindow }: Credentials): void {
  const byCookie = !isWindow && bearer === null && (session !== null || device !== null);
  if (byCookie && headers.origin === undefined && headers['sec-fetch-site'] !== 'same-origin') throw originRefused();
}

/** A tab that still shows who was signed in before: nothing is done in the name of who is signed in now. */
function refuseOtherSession({ headers }: FastifyRequest, { sessionId }: Principal): void {
  const mark = headers[SESSION_HEADER];
  if (mark === undefined || mark === sessionMark(sessionId)) return;
  throw new AppError('unauthenticated', 'Somebody else has signed in in this browser meanwhile. Nothing was done.');
}

/** The one that was refused: without it, the next request is that of the device, or of nobody. */
function dropCookie(reply: FastifyReply, { bearer, session, device }: Credentials, cookies: AccessCookies): void {
  if (bearer !== null) return;
  if (session !== null) void reply.header('Set-Cookie', cookies.clear('session'));
  else if (device !== null) void reply.header('Set-Cookie', cookies.clear('device'));
}
