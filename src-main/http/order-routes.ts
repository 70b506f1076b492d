import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { newOrderSchema, type Order, orderChangesSchema, orderSchema } from '../../src-shared/order.ts';
import { orderIdParamSchema } from '../../src-shared/rest-api.ts';
import type { CommandDispatcher } from '../commands/command-dispatcher.ts';
import type { OrderRepository } from '../commands/order-repository.ts';
import { orderNotFound } from '../commands/written-order.ts';
import { principalOf } from './access-hook.ts';
import { resultOrThrow } from './command-result.ts';
import { entityTagOf, expectedVersionOf, isUnchanged } from './entity-tag.ts';
import { answers } from './open-api.ts';

const params = z.strictObject({ id: orderIdParamSchema });
const noQuery = z.strictObject({});
const ifMatch = z.looseObject({
  'if-match': z.string().optional().describe('The `ETag` that the order must still have, or `*`'),
});
const tags = ['orders'];
const DATABASE = ['rate-limited', 'database-unavailable', 'database-busy'] as const;
const BODY = ['invalid-request', 'too-large', 'unsupported-media-type', 'forbidden-origin'] as const;

/** One order at a time. Writes go through the dispatcher like those of every transport. */
export function orderRoutes(
  root: FastifyInstance,
  { orders, dispatcher }: { readonly orders: OrderRepository; readonly dispatcher: CommandDispatcher },
): void {
  const app = root.withTypeProvider<ZodTypeProvider>();

  app.get(
    '/api/orders/:id',
    {
      config: { permission: 'orders:read' },
      schema: {
        tags,
        summary: 'One order',
        description: 'Carries the version as `ETag`; with `If-None-Match` it answers 304 when nothing changed.',
        params,
        querystring: noQuery,
        response: answers({ 200: ['The order', orderSchema] }, 'invalid-request', 'not-found', ...DATABASE),
      },
    },
    async (request, reply) => {
      const order = await orders.get(request.params.id);
      if (order === null) throw orderNotFound(request.params.id);
      const tag = entityTagOf(order);
      reply.header('ETag', tag).header('Cache-Control', 'private, no-cache');
      return isUnchanged(request.headers['if-none-match'], tag) ? reply.code(304).send() : order;
    },
  );

  app.post(
    '/api/orders',
    {
      config: { permission: 'orders:create' },
      schema: {
        tags,
        summary: 'Create an order',
        querystring: noQuery,
        body: newOrderSchema,
        response: answers(
          { 201: ['The order as it was stored; `Location` is its address', orderSchema] },
          ...BODY,
          ...DATABASE,
        ),
      },
    },
    async (request, reply) => {
      const command = { type: 'create-order', order: request.body } as const;
      const { order } = resultOrThrow(await dispatcher.dispatch(command, principalOf(request)), 'order');
      return reply
        .code(201)
        .header('Location', `/api/orders/${order.id}`)
        .header('ETag', entityTagOf(order))
        .send(order);
    },
  );

  app.put(
    '/api/orders/:id',
    {
      config: { permission: 'orders:set-status' },
      schema: {
        tags,
        summary: 'Change fields of an order',
        description: 'Fields left out keep their value. With `If-Match` it fails when somebody else was faster.',
        params,
        headers: ifMatch,
        querystring: noQuery,
        body: orderChangesSchema,
        response: answers(
          { 200: ['The order as it is now', orderSchema] },
          ...BODY,
          'not-found',
          'conflict',
          'precondition-failed',
          ...DATABASE,
        ),
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const expectedVersion = expectedVersionOf(request.headers['if-match']);
      const command = { type: 'update-order', id, expectedVersion, changes: request.body } as const;
      const { order } = resultOrThrow(await dispatcher.dispatch(command, principalOf(request)), 'order');
      return withTag(reply, order);
    },
  );

  app.delete(
    '/api/orders/:id',
    {
      config: { permission: 'orders:delete' },
      schema: {
        tags,
        summary: 'Delete an order',
        description: 'With `If-Match` it fails when somebody else changed the order.',
        params,
        headers: ifMatch,
        querystring: noQuery,
        response: answers(
          { 204: ['The order is gone', z.undefined()] },
          'invalid-request',
          'forbidden-origin',
          'not-found',
          'conflict',
          'precondition-failed',
          ...DATABASE,
        ),
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const expectedVersion = expectedVersionOf(request.headers['if-match']);
      const command = { type: 'delete-order', id, expectedVersion } as const;
      resultOrThrow(await dispatcher.dispatch(command, principalOf(request)), 'deleted');
      return reply.code(204).send();
    },
  );
}

function withTag(reply: { header(name: string, value: string): unknown }, order: Order): Order {
  reply.header('ETag', entityTagOf(order));
  return order;
}
