import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { ErrorCode } from '../../src-shared/error-code.ts';
import { listOrdersQuerySchema } from '../../src-shared/rest-api.ts';
import type { Clock } from '../base/clock.ts';
import type { OrderRepository } from '../commands/order-repository.ts';
import type { Logger } from '../observability/logger.ts';
import { answers } from './open-api.ts';
import { csvFileName, orderCsv } from './order-csv.ts';

const CSV_TYPE = 'text/csv; charset=utf-8; header=present';

const query = listOrdersQuerySchema.pick({ status: true, sort: true }).extend({
  q: z.string().max(255).optional().describe('Words, all of which are in the number, the customer or the product'),
});

/** The orders as a file for spreadsheets. */
export function orderCsvRoute(
  root: FastifyInstance,
  deps: {
    readonly orders: OrderRepository;
    readonly logger: Logger;
    readonly stallMs: number;
    readonly clock: Clock;
  },
): void {
  root.withTypeProvider<ZodTypeProvider>().get(
    '/api/orders.csv',
    {
      config: { permission: 'orders:export', audit: { kind: 'export', detail: chosen } },
      schema: {
        tags: ['orders'],
        summary: 'Orders as a CSV file',
        description:
          'UTF-8 with a byte order mark, RFC 4180. A cell that a spreadsheet would take for a formula begins with an apostrophe.',
        querystring: query,
        response: fileOr('invalid-request', 'rate-limited', 'database-unavailable', 'database-busy'),
      },
    },
    async (request, reply) => {
      const { q = '', ...list } = request.query;
      reply.type(CSV_TYPE).header('Content-Disposition', `attachment; filename="${csvFileName(deps.clock.now())}"`);
      if (request.method === 'HEAD') return reply.send(Readable.from([]));
      const stream = await orderCsv(deps.orders.stream(list), q, (error) =>
        deps.logger.error({ err: error }, 'A CSV file of orders was cut short'),
      );
      // A receiver that stops reading would keep its database connection for ever.
      reply.raw.setTimeout(deps.stallMs, () => reply.raw.destroy());
      return reply.send(stream);
    },
  );
}

function fileOr(...codes: readonly ErrorCode[]): unknown {
  const file = { description: 'The file', content: { 'text/csv': { schema: z.string() } } };
  return Object.assign({ 200: file }, answers({}, ...codes));
}

/** Which orders, for the record. */
function chosen(request: FastifyRequest): Record<string, string> {
  const { q, status, sort } = request.query as z.infer<typeof query>;
  return { ...(q && { q }), ...(status && { status }), ...(sort && { sort }) };
}
