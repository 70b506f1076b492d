import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { deviceChangesSchema, deviceSchema } from '../../src-shared/access.ts';
import type { Devices } from '../auth/devices.ts';
import { doerOf } from './access-hook.ts';
import { answers } from './open-api.ts';

const noQuery = z.strictObject({});
const params = z.strictObject({ id: z.coerce.number().int().positive() });
const tags = ['access'];
const config = { permission: 'devices:manage' } as const;
const REFUSED = ['unauthenticated', 'forbidden', 'rate-limited', 'database-unavailable', 'database-busy'] as const;

/** The paired tablets and televisions. */
export function deviceRoutes(root: FastifyInstance, { devices }: { readonly devices: Devices }): void {
  const app = root.withTypeProvider<ZodTypeProvider>();

  app.get(
    '/api/devices',
    {
      config,
      schema: {
        tags,
        summary: 'The paired devices',
        querystring: noQuery,
        response: answers({ 200: ['The devices, by name', z.array(deviceSchema)] }, 'invalid-request', ...REFUSED),
      },
    },
    async () => devices.list(),
  );

  app.put(
    '/api/devices/:id',
    {
      config,
      schema: {
        tags,
        summary: 'Give a device another name or role',
        description:
          'What is left out stays. Its open connections are closed within a second and come back as they may.',
        params,
        querystring: noQuery,
        body: deviceChangesSchema,
        response: answers(
          { 200: ['The device', deviceSchema] },
          'invalid-request',
          'too-large',
          'unsupported-media-type',
          'forbidden-origin',
          'not-found',
          'conflict',
          ...REFUSED,
        ),
      },
    },
    async (request) => devices.change(request.params.id, request.body, doerOf(request)),
  );

  app.delete(
    '/api/devices/:id',
    {
      config,
      schema: {
        tags,
        summary: 'Take a device out',
        description: 'Its sessions end and its open connections are closed within a second, on every server.',
        params,
        querystring: noQuery,
        response: answers(
          { 204: ['The device is out', z.undefined()] },
          'invalid-request',
          'forbidden-origin',
          'not-found',
          ...REFUSED,
        ),
      },
    },
    async (request, reply) => {
      await devices.remove(request.params.id, doerOf(request));
      return reply.code(204).send();
    },
  );
}
