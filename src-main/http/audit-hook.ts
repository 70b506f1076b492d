import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { AuditDetail, AuditKind } from '../../src-shared/access.ts';
import type { AuditLog } from '../auth/audit-log.ts';
import { refusalFacts } from './refusal-facts.ts';
import { addressOf } from './request-credentials.ts';

export interface AuditRule {
  readonly kind: AuditKind;
  /** `null`: nothing happened after all. */
  readonly detail?: (request: FastifyRequest, status: number) => AuditDetail | null;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What goes on record when the route has done what it was asked. */
    audit?: AuditRule;
  }
}

/** Records what somebody was refused, and what the routes that say so have done. Call before declaring routes. */
export function addAuditHook(app: FastifyInstance, audit: AuditLog): void {
  const by = (request: FastifyRequest) => ({ actor: request.principal?.actor ?? '?', address: addressOf(request) });
  app.addHook('onError', async (request, _reply, error: unknown) => {
    const { url = '?' } = request.routeOptions;
    const detail = refusalFacts(error, { method: request.method, path: url });
    if (detail !== null) audit.record({ kind: 'refused', ...by(request), detail });
  });
  // Before the first byte goes out: whoever takes most of a file and hangs up has got it all the same.
  app.addHook('onSend', async (request, reply) => {
    const rule = request.routeOptions.config.audit;
    if (rule === undefined || reply.statusCode >= 400 || request.method === 'HEAD') return;
    const detail = rule.detail === undefined ? {} : rule.detail(request, reply.statusCode);
    if (detail !== null) audit.record({ kind: rule.kind, ...by(request), detail });
  });
}
