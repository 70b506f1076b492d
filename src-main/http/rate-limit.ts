import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../base/app-error.ts';
import { addressKey } from './limits/address-key.ts';
import { RateLimitedError, type RateLimits } from './limits/rate-limits.ts';
import type { RateState } from './limits/rate-table.ts';

/**
 * Counts requests to /api by address, before anybody looks who asks. Unknown paths and refused methods count too. The
 * answers say how many are left, and how long to wait.
 */
export function limitAddresses(app: FastifyInstance, limits: RateLimits): void {
  app.addHook('onRequest', async (request, reply) => {
    if (!isApi(request)) return;
    const address = addressKey(request.ip);
    const state = limits.byAddress(address);
    if (state !== null) apply(state, reply);
    const wait = limits.beforeGuess(routeOf(request), address);
    if (wait === 0) return;
    reply.header('Retry-After', wait);
    throw new AppError('rate-limited', `Too many tries from this address. Try again in ${wait} s.`);
  });
  app.addHook('onResponse', async (request, { statusCode }) => {
    const isWrong = statusCode >= 400 && statusCode < 500 && statusCode !== 429;
    if (isWrong) limits.wrongGuess(routeOf(request), addressKey(request.ip));
  });
}

/** Counts requests to /api by who asks. Call after the hook that finds that out. */
export function limitPrincipals(app: FastifyInstance, limits: RateLimits): void {
  app.addHook('onRequest', async (request, reply) => {
    if (request.principal === null || !isApi(request)) return;
    const state = limits.byPrincipal(request.principal, addressKey(request.ip));
    if (state !== null) apply(state, reply);
  });
}

function apply(state: RateState, reply: FastifyReply): void {
  reply.header('RateLimit-Limit', state.limit);
  reply.header('RateLimit-Remaining', state.remaining);
  reply.header('RateLimit-Reset', state.reset);
  if (state.isAllowed) return;
  reply.header('Retry-After', state.retryAfter);
  throw new RateLimitedError(state);
}

function routeOf({ method, routeOptions }: FastifyRequest): string {
  return `${method} ${routeOptions.url ?? ''}`;
}

// The route too, since a URL may spell the same path with percent signs.
function isApi({ url, routeOptions }: FastifyRequest): boolean {
  return [url, routeOptions.url ?? ''].some((path) => /^\/api(\/|\?|$)/.test(path));
}
