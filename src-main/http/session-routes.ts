import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { sessionEntrySchema } from '../../src-shared/access.ts';
import { type SessionInfo, sessionSchema } from '../../src-shared/session-info.ts';
import type { AuditLog } from '../auth/audit-log.ts';
import type { Principal } from '../auth/principal.ts';
import type { Sessions } from '../auth/sessions.ts';
import { AppError } from '../base/app-error.ts';
import { type AccessHookDeps, identified, principalOf } from './access-hook.ts';
import { answers } from './open-api.ts';
import { addressOf, credentialsOf } from './request-credentials.ts';

const noQuery = z.strictObject({});
const tags = ['access'];
const params = z.strictObject({ id: z.string().regex(/^[0-9a-f]{32}$/, 'must be the id of a session') });

export interface SessionRoutesDeps extends AccessHookDeps {
  readonly sessions: Sessions;
  readonly audit: AuditLog;
  readonly warnings: SessionInfo['warnings'];
  readonly windowOrders: number;
  /** Whether nobody can sign in yet. */
  readonly needsFirstAdmin: () => Promise<boolean>;
  /** The paired device of a session, for the page that runs on it. */
  readonly device: (sessionId: string) => SessionInfo['device'];
}

/** Who am I, and where people, programs and devices are signed in. */
export function sessionRoutes(root: FastifyInstance, deps: SessionRoutesDeps): void {
  const app = root.withTypeProvider<ZodTypeProvider>();
  const { access, audit, cookies, sessions } = deps;

  app.get(
    '/api/session',
    {
      config: { permission: 'public' },
      schema: {
        tags,
        summary: 'Who asks, and how one comes in',
        querystring: noQuery,
        response: answers({ 200: ['The standing of whoever asks', sessionSchema] }, 'rate-limited'),
      },
    },
    async (request, reply) => sessionInfo(request, await whoAsks(request, reply, deps)),
  );

  app.delete(
    '/api/session',
    {
      config: { permission: 'signed-in' },
      schema: {
        tags,
        summary: 'Sign out',
        description: 'Ends the session and its open connections. Who has none is not signed out.',
        querystring: noQuery,
        response: answers({ 204: ['Signed out', z.undefined()] }, 'unauthenticated', 'forbidden-origin'),
      },
    },
    async (request, reply) => {
      const { kind, actor, sessionId } = principalOf(request);
      if (sessionId !== null) {
        await sessions.revoke({ sessionId });
        audit.record({ kind: 'sign-out', actor, address: addressOf(request) });
      }
      return reply
        .header('Set-Cookie', cookies.clear(kind === 'device' ? 'device' : 'session'))
        .code(204)
        .send();
    },
  );

  app.get(
    '/api/sessions',
    {
      config: { permission: 'people:manage' },
      schema: {
        tags,
        summary: 'Where people, programs and devices are signed in',
        querystring: noQuery,
        response: answers({ 200: ['The sessions', z.array(sessionEntrySchema)] }, 'unauthenticated', 'forbidden'),
      },
    },
    async () => [...(await sessions.list())],
  );

  app.delete(
    '/api/sessions/:id',
    {
      config: { permission: 'people:manage' },
      schema: {
        tags,
        summary: 'End a session',
        description: 'Its open connections are closed within a second, on every server.',
        params,
        querystring: noQuery,
        response: answers({ 204: ['It is over', z.undefined()] }, 'unauthenticated', 'forbidden', 'not-found'),
      },
    },
    async (request, reply) => {
      const ended = await sessions.revoke({ sessionId: request.params.id });
      if (ended === 0) throw new AppError('not-found', 'There is no such session.');
      const { actor } = principalOf(request);
      audit.record({
        kind: 'session-revoked',
        actor,
        address: addressOf(request),
        detail: { session: request.params.id.slice(0, 8) },
      });
      return reply.code(204).send();
    },
  );

  function whoAsks(request: FastifyRequest, reply: FastifyReply, from: AccessHookDeps): Promise<Principal | null> {
    return identified(request, reply, from).catch((error: unknown) => {
      if (error instanceof AppError && error.problem.code === 'unauthenticated') return null;
      throw error;
    });
  }

  async function sessionInfo({ raw }: FastifyRequest, principal: Principal | null): Promise<SessionInfo> {
    const { kind, actor, role, sessionId = null } = principal ?? {};
    const device = sessionId === null ? null : deps.device(sessionId);
    return {
      mode: access.mode,
      principal:
        kind === undefined || actor === undefined || role === undefined ? null : { kind, name: actor, role, sessionId },
      device,
      quickSwitch: device !== null || credentialsOf(raw, cookies).isWindow,
      needsFirstAdmin: access.mode === 'shared' && principal === null && (await deps.needsFirstAdmin()),
      windowOrders: deps.windowOrders,
      warnings: deps.warnings,
    };
  }
}
