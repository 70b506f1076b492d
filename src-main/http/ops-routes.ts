import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { type Health, healthSchema, type Stats, statsSchema } from '../../src-shared/rest-api.ts';
import { answers } from './open-api.ts';

const noQuery = z.strictObject({});

export interface OpsDeps {
  readonly health: () => Health;
  readonly stats: () => Promise<Stats>;
}

/** What an operator or a load balancer asks. `/health` takes any parameter and is never rate limited. */
export function opsRoutes(root: FastifyInstance, deps: OpsDeps): void {
  const app = root.withTypeProvider<ZodTypeProvider>();

  app.get(
    '/health',
    {
      config: { permission: 'public' },
      schema: {
        tags: ['operations'],
        summary: 'Whether the server can serve',
        response: answers({ 200: ['It can', healthSchema], 503: ['It cannot; `reason` says why', healthSchema] }),
      },
    },
    async (_request, reply) => {
      const health = deps.health();
      return reply.code(health.status === 'ok' ? 200 : 503).send(health);
    },
  );

  app.get(
    '/api/stats',
    {
      config: { permission: 'stats:read' },
      schema: {
        tags: ['operations'],
        summary: 'The monitoring figures',
        querystring: noQuery,
        response: answers({ 200: ['The figures', statsSchema] }, 'invalid-request', 'rate-limited'),
      },
    },
    async () => deps.stats(),
  );
}
