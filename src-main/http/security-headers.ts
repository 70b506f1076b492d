import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';
import { CSP_DIRECTIVES } from './content-security-policy.ts';
import { type HostRules, isHostAllowed } from './host-guard.ts';
import type { Transport } from './tls/transport-security.ts';

const YEAR_SECONDS = 31_536_000;

/**
 * Security headers on every answer. Browsers are told to come by HTTPS alone only where they know the certificate: one
 * that the program made would lock them out when it changes, since they then offer no way around the warning.
 */
export function addSecurityHeaders(app: FastifyInstance, rules: HostRules, { isSecure, isGiven }: Transport): void {
  const scheme = isSecure ? 'wss' : 'ws';
  app.register(helmet, {
    strictTransportSecurity: isGiven ? { maxAge: YEAR_SECONDS, includeSubDomains: false } : false,
    xFrameOptions: { action: 'deny' },
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        ...CSP_DIRECTIVES,
        // Not every browser counts ws: and wss: as the page's own origin.
        connectSrc: [...CSP_DIRECTIVES.connectSrc, ({ headers }) => webSocketSource(scheme, headers.host, rules)],
      },
    },
  });
}

/** The host goes into the header only when it is one of ours: nothing a client sends is repeated unseen. */
function webSocketSource(scheme: string, host: string | undefined, rules: HostRules): string {
  return isHostAllowed(host, rules) ? `${scheme}://${host}` : "'self'";
}
