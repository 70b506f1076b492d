import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import { createJsonSchemaTransform, createJsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { changeEventSchema } from '../../src-shared/change-event.ts';
import { bulkOutcomeSchema, createdOrdersSchema, undoOutcomeSchema } from '../../src-shared/command.ts';
import { ERROR_CODES, type ErrorCode } from '../../src-shared/error-code.ts';
import {
  newOrderSchema,
  ORDER_TEXT_MAX,
  orderChangesSchema,
  orderSchema,
  orderStatusSchema,
  orderTextSchema,
} from '../../src-shared/order.ts';
import { problemSchema } from '../../src-shared/problem.ts';
import { activitySchema, healthSchema, orderHistorySchema, statsSchema } from '../../src-shared/rest-api.ts';
import {
  clientListSchema,
  databaseReportSchema,
  errorListSchema,
  gapReportSchema,
} from '../../src-shared/stats-details.ts';
import { statsHistorySchema } from '../../src-shared/stats-history.ts';

type ZodToJsonConfig = NonNullable<Parameters<typeof createJsonSchemaTransform>[0]['zodToJsonConfig']>;

/** Schemas that the document names and refers to instead of repeating them. */
function namedSchemas() {
  return z
    .registry<{ id: string }>()
    .add(orderSchema, { id: 'Order' })
    .add(orderStatusSchema, { id: 'OrderStatus' })
    .add(newOrderSchema, { id: 'NewOrder' })
    .add(orderChangesSchema, { id: 'OrderChanges' })
    .add(bulkOutcomeSchema, { id: 'BulkOutcome' })
    .add(undoOutcomeSchema, { id: 'UndoOutcome' })
    .add(createdOrdersSchema, { id: 'CreatedOrders' })
    .add(changeEventSchema, { id: 'ChangeEvent' })
    .add(orderHistorySchema, { id: 'OrderHistory' })
    .add(activitySchema, { id: 'Activity' })
    .add(problemSchema, { id: 'Problem' })
    .add(healthSchema, { id: 'Health' })
    .add(statsSchema, { id: 'Stats' })
    .add(statsHistorySchema, { id: 'StatsHistory' })
    .add(clientListSchema, { id: 'ClientList' })
    .add(errorListSchema, { id: 'ErrorList' })
    .add(gapReportSchema, { id: 'GapReport' })
    .add(databaseReportSchema, { id: 'DatabaseReport' });
}

/** Collects the OpenAPI 3.1 document from the schemas that validate the requests; call it before declaring routes. */
export function addOpenApi(app: FastifyInstance, version: string): void {
  const schemaRegistry = namedSchemas();
  const transform = createJsonSchemaTransform({ schemaRegistry, zodToJsonConfig });
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
        { name: 'changes', description: 'Follow every change' },
        { name: 'operations', description: 'Watch the server' },
        { name: 'access', description: 'Come in, and say who may' },
      ],
    },
    transform: (input) => {
      const { schema, url } = transform(input);
      // Who may call it, which no field of OpenAPI says.
      return { schema: { ...schema, 'x-permission': input.route.config?.permission }, url };
    },
    transformObject: createJsonSchemaTransformObject({ schemaRegistry, zodToJsonConfig }),
  });
}

const zodToJsonConfig: ZodToJsonConfig = {
  // The length of a name is a refinement, since it counts characters as MySQL does; JSON Schema counts them alike.
  override: ({ zodSchema, jsonSchema }) => {
    if (zodSchema === orderTextSchema) Object.assign(jsonSchema, { minLength: 1, maxLength: ORDER_TEXT_MAX });
  },
};

/** Serves the document at /api/openapi.json. */
export function openApiRoute(app: FastifyInstance): void {
  let document: string | undefined;
  app.get(
    '/api/openapi.json',
    { config: { permission: 'signed-in' }, schema: { hide: true } },
    async (_request, reply) => {
      document ??= JSON.stringify(withoutInputCopies(app.swagger()));
      return reply.type('application/json; charset=utf-8').send(document);
    },
  );
}

/** What is sent in and what comes out have one shape here, so the second copy of each schema only confuses. */
function withoutInputCopies(document: object): unknown {
  const { components, ...rest } = JSON.parse(
    JSON.stringify(document).replace(/("#\/components\/schemas\/\w+)Input"/g, '$1"'),
  );
  const schemas = Object.entries(components.schemas).filter(([name]) => !name.endsWith('Input'));
  return { ...rest, components: { ...components, schemas: Object.fromEntries(schemas) } };
}

/** What a route answers when all is well: a sentence for the document and the schema of the body. */
export type GoodAnswers = Readonly<Record<number, readonly [description: string, schema: z.ZodType]>>;

/**
 * The answers of a route for the document: when all is well, and the problems it may answer with. Typed loosely on
 * purpose: answers are checked by the types of what makes them, not a second time while serving.
 */
export function answers(good: GoodAnswers, ...codes: readonly ErrorCode[]): unknown {
  const problems = new Map<number, ErrorCode[]>();
  for (const code of codes) {
    const { status } = ERROR_CODES[code];
    problems.set(status, [...(problems.get(status) ?? []), code]);
  }
  const bad = [...problems].map(([status, same]) => {
    const description = same.map((code) => `${code}: ${ERROR_CODES[code].title}`).join('; ');
    return [status, answer(description, 'application/problem+json', problemSchema)];
  });
  const fine = Object.entries(good).map(([status, [description, schema]]) => {
    const isEmpty = schema instanceof z.ZodUndefined;
    return [status, isEmpty ? schema.describe(description) : answer(description, 'application/json', schema)];
  });
  return Object.fromEntries([...fine, ...bad]);
}

function answer(description: string, type: string, schema: z.ZodType): object {
  return { description, content: { [type]: { schema } } };
}
