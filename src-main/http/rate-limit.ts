import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance } from 'fastify';
import { AppError } from '../base/app-error.ts';

const MINUTE_MS = 60_000;

/**
 * At most `perMinute` requests to /api from one address, with the RateLimit headers that say how many are left.
 * Unknown paths and refused methods count too. 0 switches it off.
 */
export function addRateLimit(app: FastifyInstance, perMinute: number): void {
  if (perMinute === 0) return;
  app.register(rateLimit, {
    global: false,
    max: perMinute,
    timeWindow: MINUTE_MS,
    enableDraftSpec: true,
    errorResponseBuilder: (_request, { ttl }) =>
      new AppError(
        'rate-limited',
        `More than ${perMinute} requests in a minute. Try again in ${Math.ceil(ttl / 1000)} s.`,
      ),
  });
  app.after(() => {
    const count = app.rateLimit();
    app.addHook('onRequest', async function (request, reply) {
      // The route too, since a URL may spell the same path with percent signs.
      const paths = [request.url, request.routeOptions.url ?? ''];
      if (paths.some((path) => /^\/api(\/|\?|$)/.test(path))) await count.call(this, request, reply);
    });
  });
}
