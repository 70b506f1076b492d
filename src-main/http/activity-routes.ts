import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { activityQuerySchema, activitySchema } from '../../src-shared/rest-api.ts';
import type { OrderRepository } from '../commands/order-repository.ts';
import { answers } from './open-api.ts';

const DEFAULT_LIMIT = 200;

/** What happened to all orders. */
export function activityRoutes(root: FastifyInstance, { orders }: { readonly orders: OrderRepository }): void {
  const app = root.withTypeProvider<ZodTypeProvider>();

  app.get(
    '/api/activity',
    {
      config: { permission: 'orders:read' },
      schema: {
        tags: ['orders'],
        summary: 'Changes of all orders, newest first',
        description:
          'Hand `next` back as `before` until it is null. A page looks at a bounded number of changes, so with a filter it may hold fewer than `limit`, or none, and still have a next one.',
        querystring: activityQuerySchema,
        response: answers(
          { 200: ['One page of changes', activitySchema] },
          'invalid-request',
          'rate-limited',
          'database-unavailable',
          'database-busy',
        ),
      },
    },
    async ({ query }) => orders.activity({ ...query, limit: query.limit ?? DEFAULT_LIMIT }),
  );
}
