import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';
import { CSP_DIRECTIVES } from './content-security-policy.ts';
import { type HostRules, isHostAllowed } from './host-guard.ts';

/**
 * Security headers on every answer. The server speaks plain HTTP, so nothing that turns a browser to HTTPS is sent.
 */
export function addSecurityHeaders(app: FastifyInstance, rules: HostRules): void {
  app.register(helmet, {
    strictTransportSecurity: false,
    xFrameOptions: { action: 'deny' },
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        ...CSP_DIRECTIVES,
        // Not every browser counts ws: as the page's own origin.
        connectSrc: [...CSP_DIRECTIVES.connectSrc, ({ headers }) => webSocketSource(headers.host, rules)],
      },
    },
  });
}

/** The host goes into the header only when it is one of ours: nothing a client sends is repeated unseen. */
function webSocketSource(host: string | undefined, rules: HostRules): string {
  return isHostAllowed(host, rules) ? `ws://${host}` : "'self'";
}
