import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { auditPageSchema, auditQuerySchema } from '../../src-shared/access.ts';
import type { AuditStore } from '../auth/audit-store.ts';
import { answers } from './open-api.ts';

const DEFAULT_LIMIT = 100;

/** The record of what concerns safety. */
export function auditRoutes(root: FastifyInstance, { audit }: { readonly audit: Pick<AuditStore, 'page'> }): void {
  root.withTypeProvider<ZodTypeProvider>().get(
    '/api/audit',
    {
      config: { permission: 'audit:read' },
      schema: {
        tags: ['access'],
        summary: 'Sign-ins, refusals, exports and changes of rights',
        description: 'Newest first. `next` is the `before` of the following page; `null`: there is none.',
        querystring: auditQuerySchema,
        response: answers(
          { 200: ['Records', auditPageSchema] },
          'invalid-request',
          'unauthenticated',
          'forbidden',
          'rate-limited',
          'database-unavailable',
          'database-busy',
        ),
      },
    },
    async ({ query: { limit = DEFAULT_LIMIT, before, kind } }) => audit.page({ limit, before, kind }),
  );
}
