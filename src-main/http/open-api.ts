import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import { createJsonSchemaTransform, createJsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { changeEventSchema } from '../../src-shared/change-event.ts';
import { bulkOutcomeSchema } from '../../src-shared/command.ts';
import { ERROR_CODES, type ErrorCode } from '../../src-shared/error-code.ts';
import { newOrderSchema, orderChangesSchema, orderSchema, orderStatusSchema } from '../../src-shared/order.ts';
import { problemSchema } from '../../src-shared/problem.ts';
import { healthSchema, orderHistorySchema, statsSchema } from '../../src-shared/rest-api.ts';

/** Schemas that the document names and refers to instead of repeating them. */
function namedSchemas() {
  return z
    .registry<{ id: string }>()
    .add(orderSchema, { id: 'Order' })
    .add(orderStatusSchema, { id: 'OrderStatus' })
    .add(newOrderSchema, { id: 'NewOrder' })
    .add(orderChangesSchema, { id: 'OrderChanges' })
    .add(bulkOutcomeSchema, { id: 'BulkOutcome' })
    .add(changeEventSchema, { id: 'ChangeEvent' })
    .add(orderHistorySchema, { id: 'OrderHistory' })
    .add(problemSchema, { id: 'Problem' })
    .add(healthSchema, { id: 'Health' })
    .add(statsSchema, { id: 'Stats' });
}

/** Collects the OpenAPI 3.1 document from the schemas that validate the requests; call it before declaring routes. */
export function addOpenApi(app: FastifyInstance, version: string): void {
  const schemaRegistry = namedSchemas();
  app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Orderdeck',
        version,
        description: 'Orders kept in MySQL, and every committed change of them.',
        license: { name: 'MIT', identifier: 'MIT' },
      },
      tags: [
        { name: 'orders', description: 'Read and change orders' },
        { name: 'operations', description: 'Watch the server' },
      ],
    },
    transform: createJsonSchemaTransform({ schemaRegistry }),
    transformObject: createJsonSchemaTransformObject({ schemaRegistry }),
  });
}

/** Serves the document at /api/openapi.json. */
export function openApiRoute(app: FastifyInstance): void {
  let document: string | undefined;
  app.get('/api/openapi.json', { schema: { hide: true } }, async (_request, reply) => {
    document ??= JSON.stringify(app.swagger());
    return reply.type('application/json; charset=utf-8').send(document);
  });
}

/**
 * The answers of a route for the document: what it answers when all is well, and the problems it may answer with.
 * Typed loosely on purpose: answers are checked by the types of what makes them, not a second time while serving.
 */
export function answers(good: Readonly<Record<number, z.ZodType>>, ...codes: readonly ErrorCode[]): unknown {
  const problems = new Map<number, ErrorCode[]>();
  for (const code of codes) {
    const { status } = ERROR_CODES[code];
    problems.set(status, [...(problems.get(status) ?? []), code]);
  }
  const described = [...problems].map(([status, same]) => [
    status,
    {
      description: same.map((code) => `${code}: ${ERROR_CODES[code].title}`).join('; '),
      content: { 'application/problem+json': { schema: problemSchema } },
    },
  ]);
  return { ...good, ...Object.fromEntries(described) };
}
