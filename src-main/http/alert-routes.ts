import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { type AlertList, alertListSchema, retriedSchema } from '../../src-shared/alert.ts';
import { answers } from './open-api.ts';

const noQuery = z.strictObject({});
const tags = ['operations'];

export interface AlertRouteDeps {
  readonly list: () => AlertList;
  readonly retryUndelivered: () => Promise<number>;
}

/** What the server found wrong by itself, and the messages about it that nobody took. */
export function alertRoutes(root: FastifyInstance, deps: AlertRouteDeps): void {
  const app = root.withTypeProvider<ZodTypeProvider>();

  app.get(
    '/api/alerts',
    {
      config: { permission: 'stats:read' },
      schema: {
        tags,
        summary: 'Figures above their limit',
        description: 'Those that are, and the last ones that were. The limits are the variables ALERT_*.',
        querystring: noQuery,
        response: answers({ 200: ['The alerts', alertListSchema] }, 'invalid-request', 'rate-limited'),
      },
    },
    async () => deps.list(),
  );

  app.post(
    '/api/alerts/undelivered/retry',
    {
      config: { permission: 'alerts:manage' },
      schema: {
        tags,
        summary: 'Send what was given up once more',
        querystring: noQuery,
        response: answers(
          { 200: ['How many are being sent again', retriedSchema] },
          'invalid-request',
          'forbidden-origin',
          'forbidden',
          'rate-limited',
        ),
      },
    },
    async () => ({ retried: await deps.retryUndelivered() }),
  );
}
