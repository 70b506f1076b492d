import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { newPersonSchema, personChangesSchema, personSchema } from '../../src-shared/access.ts';
import type { People } from '../auth/people.ts';
import { doerOf } from './access-hook.ts';
import { answers } from './open-api.ts';

const noQuery = z.strictObject({});
const params = z.strictObject({ id: z.coerce.number().int().positive() });
const tags = ['access'];
const config = { permission: 'people:manage' } as const;
const REFUSED = ['unauthenticated', 'forbidden', 'rate-limited', 'database-unavailable', 'database-busy'] as const;
const BODY = ['invalid-request', 'too-large', 'unsupported-media-type', 'forbidden-origin'] as const;

/** The people who may sign in. */
export function peopleRoutes(root: FastifyInstance, { people }: { readonly people: People }): void {
  const app = root.withTypeProvider<ZodTypeProvider>();

  app.get(
    '/api/people',
    {
      config,
      schema: {
        tags,
        summary: 'Who may sign in',
        querystring: noQuery,
        response: answers({ 200: ['The people, by name', z.array(personSchema)] }, ...REFUSED),
      },
    },
    async () => people.list(),
  );

  app.post(
    '/api/people',
    {
      config,
      schema: {
        tags,
        summary: 'Add a person',
        description: 'A password is good in any browser, PIN and badge on paired devices and in the desktop window.',
        querystring: noQuery,
        body: newPersonSchema,
        response: answers({ 201: ['The person', personSchema] }, ...BODY, 'conflict', ...REFUSED),
      },
    },
    async (request, reply) => reply.code(201).send(await people.add(request.body, doerOf(request))),
  );

  app.put(
    '/api/people/:id',
    {
      config,
      schema: {
        tags,
        summary: 'Change a person',
        description:
          'What is left out stays; `null` takes a password, PIN or badge away. Takes effect on open connections within a second; a new password, PIN or badge ends the person’s sessions.',
        params,
        querystring: noQuery,
        body: personChangesSchema,
        response: answers({ 200: ['The person', personSchema] }, ...BODY, 'not-found', 'conflict', ...REFUSED),
      },
    },
    async (request) => people.change(request.params.id, request.body, doerOf(request)),
  );

  app.delete(
    '/api/people/:id',
    {
      config,
      schema: {
        tags,
        summary: 'Remove a person',
        description: 'Their sessions end within a second. What they did stays under their name.',
        params,
        querystring: noQuery,
        response: answers(
          { 204: ['The person is gone', z.undefined()] },
          'invalid-request',
          'forbidden-origin',
          'not-found',
          'conflict',
          ...REFUSED,
        ),
      },
    },
    async (request, reply) => {
      await people.remove(request.params.id, doerOf(request));
      return reply.code(204).send();
    },
  );
}
