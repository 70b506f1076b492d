import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';
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
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        // The component library writes its styles into <style> elements at run time.
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'", 'data:'],
        // Not every browser counts ws: as the page's own origin.
        connectSrc: ["'self'", ({ headers }) => webSocketSource(headers.host, rules)],
        manifestSrc: ["'self'"],
        workerSrc: ["'self'"],
        baseUri: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
  });
}

/** The host goes into the header only when it is one of ours: nothing a client sends is repeated unseen. */
function webSocketSource(host: string | undefined, rules: HostRules): string {
  return isHostAllowed(host, rules) ? `ws://${host}` : "'self'";
}
