import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Stats } from '../../src-shared/rest-api.ts';
import { metricFamilies } from '../observability/metrics/metric-families.ts';
import { metricsText } from '../observability/metrics/metrics-text.ts';

export interface MetricsDeps {
  readonly stats: () => Promise<Stats>;
  /** Opens this route to a program that is nobody in particular; empty: there is none. */
  readonly token: string;
}

/** The figures for Prometheus. */
export function metricsRoute(app: FastifyInstance, { stats, token }: MetricsDeps): void {
  app.get(
    '/metrics',
    {
      config: { permission: 'stats:read', opensFor: (request) => hasToken(request, token) },
      schema: {
        tags: ['operations'],
        summary: 'The monitoring figures for Prometheus',
        description: 'In its text format. Also with `Authorization: Bearer` and the METRICS_TOKEN of the server.',
        response: {
          200: { description: 'The figures', content: { 'text/plain': { schema: z.string() } } },
        },
      },
      // The text is sent as it is, not as a JSON string of it.
      serializerCompiler: () => (text) => String(text),
    },
    async (_request, reply) => {
      const { type, text } = await metricsText(metricFamilies(await stats()));
      return reply.type(type).send(text);
    },
  );
}

/** Takes as long for a token that is nearly right as for any other. */
function hasToken({ headers }: FastifyRequest, token: string): boolean {
  const [, given] = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '') ?? [];
  return token !== '' && given !== undefined && timingSafeEqual(digest(given), digest(token));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
