import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { orderSchema } from '../../src-shared/order.ts';
import {
  type ListOrdersQuery,
  listOrdersQuerySchema,
  orderHistorySchema,
  orderIdParamSchema,
} from '../../src-shared/rest-api.ts';
import type { OrderRepository } from '../commands/order-repository.ts';
import { invalidFields } from '../commands/parse-or-throw.ts';
import type { Logger } from '../observability/logger.ts';
import { jsonArrayStream } from './json-array-stream.ts';
import { answers } from './open-api.ts';

const JSON_TYPE = 'application/json; charset=utf-8';
const DEFAULT_HISTORY = 100;
const DATABASE = ['rate-limited', 'database-unavailable', 'database-busy'] as const;

/** Many orders, and the past of one. */
export function orderListRoutes(
  root: FastifyInstance,
  deps: { readonly orders: OrderRepository; readonly logger: Logger; readonly stallMs: number },
): void {
  const { orders, logger, stallMs } = deps;
  const app = root.withTypeProvider<ZodTypeProvider>();

  app.get(
    '/api/orders',
    {
      config: { permission: 'orders:read' },
      schema: {
        tags: ['orders'],
        summary: 'List orders',
        description:
          'Without `limit` all matching orders as one stream; with it one page, and the next one in `Link: rel="next"`.',
        querystring: listOrdersQuerySchema,
        response: answers({ 200: ['The orders', z.array(orderSchema)] }, 'invalid-request', ...DATABASE),
      },
    },
    async (request, reply) => {
      const { query } = request;
      reply.type(JSON_TYPE);
      // The headers are the same whatever the rows are, so nothing is read for them.
      if (request.method === 'HEAD') return reply.send(Readable.from([]));
      if (query.limit === undefined) {
        if (query.cursor !== undefined) throw invalidFields([{ field: 'cursor', message: 'needs limit as well' }]);
        const stream = await jsonArrayStream(orders.stream(query), (error) =>
          logger.error({ err: error }, 'A list of orders was cut short'),
        );
        // A receiver that stops reading would keep its database connection for ever.
        reply.raw.setTimeout(stallMs, () => reply.raw.destroy());
        return reply.send(stream);
      }
      const page = await orders.page({ ...query, limit: query.limit });
      if (page.nextCursor !== null) reply.header('Link', `<${pageUrl(query, page.nextCursor)}>; rel="next"`);
      return page.orders;
    },
  );

  app.get(
    '/api/orders/:id/history',
    {
      config: { permission: 'orders:read' },
      schema: {
        tags: ['orders'],
        summary: 'Changes of one order, newest first',
        description:
          'Also of an order that was deleted. `complete` is false when there are older changes than these, kept or not.',
        params: z.strictObject({ id: orderIdParamSchema }),
        querystring: listOrdersQuerySchema.pick({ limit: true }),
        response: answers(
          { 200: ['The changes that are still known', orderHistorySchema] },
          'invalid-request',
          ...DATABASE,
        ),
      },
    },
    async (request) => orders.history(request.params.id, request.query.limit ?? DEFAULT_HISTORY),
  );
}

function pageUrl(query: ListOrdersQuery, cursor: string): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...query, cursor }))
    if (value !== undefined) search.set(name, String(value));
  return `/api/orders?${search}`;
}
