import { lookup } from 'node:dns/promises';
import type { Server } from 'node:http';
import Fastify, { type FastifyInstance } from 'fastify';
import type { z } from 'zod';
import type { AuditLog } from '../auth/audit-log.ts';
import { type Clock, systemClock } from '../base/clock.ts';
import type { CommandDispatcher } from '../commands/command-dispatcher.ts';
import type { OrderRepository } from '../commands/order-repository.ts';
import { parseOrThrow } from '../commands/parse-or-throw.ts';
import type { Config } from '../config/config.ts';
import type { Logger } from '../observability/logger.ts';
import type { Meters } from '../observability/meters.ts';
import type { Tracing } from '../observability/tracing/tracing.ts';
import { type AccessHookDeps, addAccessHook } from './access-hook.ts';
import { activityRoutes } from './activity-routes.ts';
import { trackAllowedMethods } from './allowed-methods.ts';
import { addAuditHook } from './audit-hook.ts';
import { bulkRoutes } from './bulk-routes.ts';
import { trackConnections } from './connection-tracker.ts';
import { createClientErrorHandler, createErrorHandler } from './error-response.ts';
import { addHostGuard, isHostAllowed } from './host-guard.ts';
import { acceptJsonBodies, MAX_BODY_BYTES } from './json-body.ts';
import type { Limits } from './limits/limits.ts';
import { listenError } from './listen-error.ts';
import { metricsRoute } from './metrics-route.ts';
import { createNotFoundHandler } from './not-found.ts';
import { addOpenApi, openApiRoute } from './open-api.ts';
import { type OpsDeps, opsRoutes } from './ops-routes.ts';
import { orderCsvRoute } from './order-csv-route.ts';
import { orderListRoutes } from './order-list-routes.ts';
import { orderRoutes } from './order-routes.ts';
import { limitAddresses, limitPrincipals } from './rate-limit.ts';
import { addRequestFigures } from './request-figures.ts';
import { requestIdOf } from './request-id.ts';
import { addTargetCheck, withoutQuery } from './request-target.ts';
import { addSecurityHeaders } from './security-headers.ts';
import { type StatsDetails, statsRoutes } from './stats-routes.ts';
import { createPort } from './tls/secure-port.ts';
import type { TransportSecurity } from './tls/transport-security.ts';
import { addTraceContext } from './trace-context.ts';
import { addWebApp, hasWebApp } from './web-app-files.ts';

export interface HttpServerDeps extends OpsDeps {
  readonly statsDetails: StatsDetails;
  readonly config: Config;
  readonly logger: Logger;
  readonly access: AccessHookDeps;
  readonly audit: AuditLog;
  readonly orders: OrderRepository;
  readonly dispatcher: CommandDispatcher;
  /** The built console; null, or a folder without one, when it has not been built. */
  readonly webAppDir: string | null;
  readonly version: string;
  /** Started before `listen`. */
  readonly security: TransportSecurity;
  readonly limits: Limits;
  readonly meters: Pick<Meters, 'requests' | 'problems'>;
  readonly tracing: Tracing;
  /** Further routes; every guard of this server applies to them. */
  readonly plugins: readonly ((app: FastifyInstance) => void)[];
  readonly clock?: Clock;
}

export interface HttpServer {
  readonly app: FastifyInstance;
  /** For the WebSocket gateway to take upgrades from. */
  readonly server: Server;
  /** Again only after it failed. @throws ConfigError when PORT or BIND_ADDRESS cannot be had */
  listen(): Promise<{ readonly host: string; readonly port: number }>;
  /** Lets requests under way finish for up to 3 s, then ends what is left. Close WebSockets and streams first. */
  close(): Promise<void>;
}

/** A request that takes longer than this to arrive is given up, in milliseconds. */
const REQUEST_TIMEOUT_MS = 30_000;
const CLOSE_GRACE_MS = 3_000;

/** REST, the console and the API's page on one port. Nothing is opened before `listen`. */
export function createHttpServer(deps: HttpServerDeps): HttpServer {
  const { config, logger, limits, meters, clock = systemClock } = deps;
  const onError = createErrorHandler(logger, meters.problems);
  const app = Fastify({
    logger: false,
    bodyLimit: MAX_BODY_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    return503OnClosing: false,
    // No parameter is cut short here: what is too long for an id is no id, which the schemas say better.
    routerOptions: { maxParamLength: 65_536 },
    genReqId: requestIdOf,
    clientErrorHandler: createClientErrorHandler(meters.problems),
    frameworkErrors: onError,
  });
  const connections = trackConnections(app.server);
  const allowedMethods = trackAllowedMethods(app);
  app.setErrorHandler(onError);
  app.setNotFoundHandler(createNotFoundHandler(allowedMethods, hasWebApp(deps.webAppDir)));
  app.setValidatorCompiler<z.ZodType>(
    ({ schema }) =>
      (input: unknown) =>
        validated(schema, input),
  );
  app.setSerializerCompiler(() => (answer) => JSON.stringify(answer));
  acceptJsonBodies(app);

  addSecurityHeaders(app, config, deps.security);
  app.after(() => {
    app.addHook('onRequest', async ({ id }, { raw }) => {
      // On the raw response, so that whatever a route or a file says later wins.
      raw.setHeader('Cache-Control', 'no-store');
      raw.setHeader('X-Request-Id', id);
    });
    addRequestFigures(app, meters.requests);
    addTraceContext(app, deps.tracing);
    addHostGuard(app, config);
    addTargetCheck(app);
    limitAddresses(app, limits.rates);
  });
  app.after(() => {
    addAuditHook(app, deps.audit);
    addAccessHook(app, deps.access);
    limitPrincipals(app, limits.rates);
    // Not before all of the request has come: a body that never ends is no reason to be kept.
    app.addHook('preHandler', async ({ principal, raw }) => {
      if (principal !== null) limits.sockets.known(raw.socket);
    });
  });
  addOpenApi(app, deps.version);
  app.register(async (routes) => {
    orderListRoutes(routes, { orders: deps.orders, logger, stallMs: config.CLIENT_STALL_MS });
    orderCsvRoute(routes, { orders: deps.orders, logger, stallMs: config.CLIENT_STALL_MS, clock });
    activityRoutes(routes, deps);
    orderRoutes(routes, deps);
    bulkRoutes(routes, deps);
    opsRoutes(routes, deps);
    statsRoutes(routes, deps.statsDetails);
    metricsRoute(routes, { stats: deps.stats, token: config.METRICS_TOKEN });
    openApiRoute(routes);
    for (const plugin of deps.plugins) plugin(routes);
  });
  addWebApp(app, deps.webAppDir);
  app.addHook('onResponse', async ({ id, method, url }, reply) => {
    logger.debug(
      { request: id, method, url: withoutQuery(url), status: reply.statusCode, ms: Math.round(reply.elapsedTime) },
      'Answered a request',
    );
  });

  const port = createPort({
    http: app.server,
    security: deps.security,
    sockets: limits.sockets,
    isOwnHost: (host) => isHostAllowed(host, config),
  });

  return {
    app,
    server: app.server,
    async listen() {
      try {
        await app.ready();
        const { address } = await lookup(config.BIND_ADDRESS);
        const bound = await port.listen(config.PORT, address);
        return { host: bound.address, port: bound.port };
      } catch (error) {
        throw listenError(error, 'PORT', config);
      }
    },
    async close() {
      const closed = Promise.all([port.close(), app.close()]);
      connections.closeIdle();
      const deadline = clock.after(CLOSE_GRACE_MS, () => connections.destroyAll());
      await closed;
      deadline.cancel();
    },
  };
}

function validated(schema: z.ZodType, input: unknown): { value: unknown } | { error: Error } {
  try {
    return { value: parseOrThrow(schema, input) };
  } catch (error) {
    if (error instanceof Error) return { error };
    throw error;
  }
}
