import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { answers } from './open-api.ts';

export interface DiagnosticsDeps {
  readonly gather: () => Promise<Readonly<Record<string, unknown>>>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** A file for whoever helps. */
export function diagnosticsRoute(root: FastifyInstance, deps: DiagnosticsDeps): void {
  root.withTypeProvider<ZodTypeProvider>().get(
    '/api/diagnostics',
    {
      config: { permission: 'server:inspect', audit: { kind: 'diagnostics' } },
      schema: {
        tags: ['operations'],
        summary: 'What somebody who helps needs to see, as one file',
        description:
          'Figures, alerts, errors, gaps, clients without their addresses, the look at the database, the configuration without secrets and the machine. No order, no person, no password. A part that cannot be had says why.',
        querystring: z.strictObject({}),
        response: answers(
          { 200: ['The file', z.record(z.string(), z.unknown())] },
          'invalid-request',
          'forbidden',
          'rate-limited',
        ),
      },
    },
    async (_request, reply) => {
      const day = new Date(deps.now()).toISOString().slice(0, 10);
      reply.header('Content-Disposition', `attachment; filename="orderdeck-diagnostics-${day}.json"`);
      return deps.gather();
    },
  );
}
