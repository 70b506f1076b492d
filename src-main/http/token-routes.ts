import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { tokenAnswerSchema, tokenRequestSchema } from '../../src-shared/access.ts';
import type { Sessions } from '../auth/sessions.ts';
import type { TokenGrants } from '../auth/token-grants.ts';
import { AppError } from '../base/app-error.ts';
import { principalOf } from './access-hook.ts';
import { answers } from './open-api.ts';
import { addressOf } from './request-credentials.ts';

const noQuery = z.strictObject({});
const tags = ['access'];

/** Tokens for programs: `Authorization: Bearer`. */
export function tokenRoutes(
  root: FastifyInstance,
  deps: { readonly grants: TokenGrants; readonly sessions: Sessions },
): void {
  const app = root.withTypeProvider<ZodTypeProvider>();

  app.post(
    '/api/token',
    {
      config: { permission: 'public' },
      schema: {
        tags,
        summary: 'An access token for a program',
        description:
          'For a name and a password, or for the refresh token of the last answer, which is good once. The access token lasts ten minutes.',
        querystring: noQuery,
        body: tokenRequestSchema,
        response: answers(
          { 200: ['The tokens', tokenAnswerSchema] },
          'invalid-request',
          'unauthenticated',
          'rate-limited',
          'database-unavailable',
        ),
      },
    },
    async (request) => {
      const { body, headers } = request;
      const from = { address: addressOf(request), userAgent: headers['user-agent'] ?? null };
      return body.grant_type === 'password'
        ? deps.grants.byPassword(body.username, body.password, from)
        : deps.grants.byRefreshToken(body.refresh_token, from);
    },
  );

  app.delete(
    '/api/token',
    {
      config: { permission: 'signed-in' },
      schema: {
        tags,
        summary: 'Give the token back',
        description: 'Ends its session: access token and refresh token are good no more, open connections are closed.',
        querystring: noQuery,
        response: answers({ 204: ['It is good no more', z.undefined()] }, 'unauthenticated', 'not-found'),
      },
    },
    async (request, reply) => {
      const { sessionId, endsAt } = principalOf(request);
      if (sessionId === null || endsAt === null) throw new AppError('not-found', 'This request came without a token.');
      await deps.sessions.revoke({ sessionId });
      return reply.code(204).send();
    },
  );
}
