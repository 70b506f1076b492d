import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { type Health, healthSchema, type Stats, statsSchema } from '../../src-shared/rest-api.ts';
import { answers } from './open-api.ts';

const noQuery = z.strictObject({});

/** The first is that of the base. */
const READY_PATHS = [
  ['/health', 'Whether the server can serve'],
  ['/health/ready', 'The same, beside `/health/live`'],
] as const;

export interface OpsDeps {
  /** Whether it can serve now. */
  readonly health: () => Health;
  readonly stats: () => Promise<Stats>;
}

/** What an operator or a load balancer asks. Health takes any parameter and is never rate limited. */
export function opsRoutes(root: FastifyInstance, deps: OpsDeps): void {
  const app = root.withTypeProvider<ZodTypeProvider>();

  for (const [path, summary] of READY_PATHS) {
    app.get(
      path,
      {
        config: { permission: 'public' },
        schema: {
          tags: ['operations'],
          summary,
          response: answers({ 200: ['It can', healthSchema], 503: ['It cannot; `reason` says why', healthSchema] }),
        },
      },
      async (_request, reply) => {
        const health = deps.health();
        return reply.code(health.status === 'ok' ? 200 : 503).send(health);
      },
    );
  }

  app.get(
    '/health/live',
    {
      config: { permission: 'public' },
      schema: {
        tags: ['operations'],
        summary: 'Whether the process is alive',
        description:
          'Answers as long as the process does anything at all. Whoever restarts what does not answer must not ask for more: a database that is away does not come back by it.',
        response: answers({ 200: ['It is', healthSchema] }),
      },
    },
    async (): Promise<Health> => ({ ...deps.health(), status: 'ok', reason: null }),
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
