import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  bulkOutcomeSchema,
  createdOrdersSchema,
  createOrdersSchema,
  deleteOrdersSchema,
  setStatusSchema,
  undoOutcomeSchema,
  undoSchema,
} from '../../src-shared/command.ts';
import { MAX_BATCH_BYTES } from '../../src-shared/protocol-version.ts';
import type { CommandDispatcher } from '../commands/command-dispatcher.ts';
import { principalOf } from './access-hook.ts';
import { resultOrThrow } from './command-result.ts';
import { answers } from './open-api.ts';

const querystring = z.strictObject({});
const tags = ['orders'];
const batch = createOrdersSchema.omit({ type: true });
const PROBLEMS = [
  'invalid-request',
  'too-large',
  'unsupported-media-type',
  'forbidden-origin',
  'rate-limited',
  'database-unavailable',
  'database-busy',
] as const;

/** Many orders in one request and one transaction. */
export function bulkRoutes(root: FastifyInstance, { dispatcher }: { readonly dispatcher: CommandDispatcher }): void {
  const app = root.withTypeProvider<ZodTypeProvider>();

  app.post(
    '/api/orders/status',
    {
      config: { permission: 'orders:set-status' },
      schema: {
        tags,
        summary: 'Set the status of many orders',
        description: 'Orders that are gone or have another version than expected are reported; the others are changed.',
        querystring,
        body: setStatusSchema.omit({ type: true }),
        response: answers({ 200: ['What became of each order', bulkOutcomeSchema] }, ...PROBLEMS),
      },
    },
    async (request) => {
      const command = { type: 'set-status', ...request.body } as const;
      return resultOrThrow(await dispatcher.dispatch(command, principalOf(request)), 'bulk').outcome;
    },
  );

  app.post(
    '/api/orders/delete',
    {
      config: { permission: 'orders:delete' },
      schema: {
        tags,
        summary: 'Delete many orders',
        description: 'Orders that are gone or have another version than expected are reported; the others are deleted.',
        querystring,
        body: deleteOrdersSchema.omit({ type: true }),
        response: answers({ 200: ['What became of each order', bulkOutcomeSchema] }, ...PROBLEMS),
      },
    },
    async (request) => {
      const command = { type: 'delete-orders', ...request.body } as const;
      return resultOrThrow(await dispatcher.dispatch(command, principalOf(request)), 'bulk').outcome;
    },
  );

  app.post(
    '/api/orders/undo',
    {
      config: { permission: 'orders:undo' },
      schema: {
        tags,
        summary: 'Take changes back',
        description:
          'Each change is named by the version it made. An edit is taken back where its fields still hold what it gave them; what cannot be taken back is reported and left alone.',
        querystring,
        body: undoSchema.omit({ type: true }),
        response: answers({ 200: ['What became of each change', undoOutcomeSchema] }, ...PROBLEMS),
      },
    },
    async (request) => {
      const command = { type: 'undo', ...request.body } as const;
      return resultOrThrow(await dispatcher.dispatch(command, principalOf(request)), 'undone').outcome;
    },
  );

  app.post(
    '/api/orders/batch',
    {
      config: { permission: 'orders:create', audit: { kind: 'import', detail: imported } },
      bodyLimit: MAX_BATCH_BYTES,
      schema: {
        tags,
        summary: 'Create many orders',
        description:
          'All or none. Sent again with the same `batchKey` within a day it creates nothing and answers what it created.',
        querystring,
        body: batch,
        response: answers(
          {
            201: ['The orders were created, in the sequence of the batch', createdOrdersSchema],
            200: ['They had been created by an earlier request with this key', createdOrdersSchema],
          },
          ...PROBLEMS,
        ),
      },
    },
    async (request, reply) => {
      const command = { type: 'create-orders', ...request.body } as const;
      const result = resultOrThrow(await dispatcher.dispatch(command, principalOf(request)), 'created');
      const { orders, repeated } = result;
      return reply.code(repeated ? 200 : 201).send({ orders, repeated });
    },
  );
}

/** Nothing is imported by a batch that comes again. */
function imported({ body }: FastifyRequest, status: number): { readonly orders: number } | null {
  return status === 201 ? { orders: (body as z.infer<typeof batch>).orders.length } : null;
}
