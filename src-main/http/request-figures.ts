import type { FastifyInstance } from 'fastify';
import type { RequestMeter } from '../observability/request-meter.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Its answer lasts as long as the client likes, so how long it took says nothing. */
    endless?: boolean;
  }
}

/** The methods there are; whatever else somebody sends is one kind. */
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** Counts each request under the route that answered it. Call before declaring routes. */
export function addRequestFigures(app: FastifyInstance, requests: RequestMeter): void {
  app.addHook('onResponse', async ({ method, is404, routeOptions }, reply) => {
    const route = is404 ? '(none)' : (routeOptions.url ?? '(none)');
    const ms = routeOptions.config.endless === true ? null : reply.elapsedTime;
    requests.record(METHODS.includes(method) ? method : 'other', route, reply.raw.statusCode, ms);
  });
}
