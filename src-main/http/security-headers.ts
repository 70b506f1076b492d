import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';
import { CSP_DIRECTIVES } from './content-security-policy.ts';
import { type HostRules, isHostAllowed } from './host-guard.ts';
import type { Transport } from './tls/transport-security.ts';

const YEAR_SECONDS = 31_536_000;
/** Codes come from scanners that type, so no page here needs more than a screen and keys. */
const NOTHING_OF_THE_DEVICE = 'camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=(), hid=()';

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
  app.addHook('onRequest', async (_request, reply) => {
    // On the raw response, as the other headers of each answer.
    reply.raw.setHeader('Permissions-Policy', NOTHING_OF_THE_DEVICE);
  });
}

/** The host goes into the header only when it is one of ours: nothing a client sends is repeated unseen. */
function webSocketSource(scheme: string, host: string | undefined, rules: HostRules): string {
  return isHostAllowed(host, rules) ? `${scheme}://${host}` : "'self'";
}
