import type { FastifyInstance } from 'fastify';
import type { SessionInfo } from '../src-shared/session-info.ts';
import { type AppDevices, createAppDevices, type ServingPlace } from './app-devices.ts';
import { type AppPeople, createAppPeople } from './app-people.ts';
import { AccessControl } from './auth/access-control.ts';
import { AccessTokens, tokenKey } from './auth/access-tokens.ts';
import { LiveSessions } from './auth/live-sessions.ts';
import type { Sessions } from './auth/sessions.ts';
import { StoredSessions } from './auth/stored-sessions.ts';
import { TokenGrants } from './auth/token-grants.ts';
import type { Clock } from './base/clock.ts';
import type { Config } from './config/config.ts';
import { isOpenToNetwork, isPlainOnNetwork, usesTls } from './config/transport-mode.ts';
import { AccessCookies } from './http/access-cookies.ts';
import { sessionRoutes } from './http/session-routes.ts';
import { tokenRoutes } from './http/token-routes.ts';
import { MysqlAuditStore } from './mysql/mysql-audit-store.ts';
import { MysqlSessionStore } from './mysql/mysql-session-store.ts';
import type { Database } from './mysql/pool.ts';
import { preparedDatabase } from './mysql/prepared-database.ts';
import type { Logger } from './observability/logger.ts';

export interface AppAccessOptions {
  readonly config: Config;
  readonly database: Database;
  readonly logger: Logger;
  readonly clock: Clock;
  /** Milliseconds since 1970 by the database's clock. */
  readonly databaseNow: () => number;
  /** The secret of this database; `null` before it was first read. */
  readonly tokenSecret: () => string | null;
  /** Whether people sign in at the desktop program's window as well. */
  readonly isWindowLocked: () => boolean;
  readonly explain: (error: unknown) => string;
  /** Nobody can sign in yet: the code of the link for the first admin. */
  readonly onFirstAdmin: (code: string) => void;
  /** `null` until the ports are open. */
  readonly place: () => ServingPlace | null;
}

/** Who may come in: everything about people, sessions and devices that the server is made of. */
export interface AppAccess extends Pick<AppPeople, 'audit' | 'authenticator'> {
  readonly access: AccessControl;
  readonly sessions: Sessions;
  readonly cookies: AccessCookies;
  /** Ends a connection with the right of whoever opened it. */
  readonly watch: AppDevices['watch'];
  /** Their routes. */
  readonly routes: (app: FastifyInstance) => void;
  start(): Promise<void>;
  /** The schema is in place. */
  ready(): void;
  stop(): Promise<void>;
}

export function createAppAccess(options: AppAccessOptions): AppAccess {
  const { config, logger, clock, databaseNow } = options;
  let isPrepared = false;
  const database = preparedDatabase(options.database, () => isPrepared);
  const auditStore = new MysqlAuditStore(database, config.AUDIT_RETENTION_DAYS);
  const mode = isOpenToNetwork(config) ? 'shared' : 'local';
  const isOpenToAll = mode === 'shared' && config.INSECURE_NO_LOGIN;
  const warnings: SessionInfo['warnings'] = [
    ...(isOpenToAll ? (['no-login'] as const) : []),
    ...(isPlainOnNetwork(config) ? (['plain-http'] as const) : []),
  ];
  const cookies = new AccessCookies(config.PORT, usesTls(config));
  const store = new MysqlSessionStore(database);
  const live = new LiveSessions({
    store,
    clock,
    now: databaseNow,
    failed: (error) => logger.debug({ error }, 'The sessions could not be looked at'),
    deviceSeen: (deviceId, address) => devices.seen(deviceId, address),
  });
  const sessions = new StoredSessions(store, live);
  const tokens = new AccessTokens(() => tokenKey(config.JWT_SECRET, options.tokenSecret()), clock);
  const access = new AccessControl({
    mode,
    isOpenToAll,
    isWindowLocked: options.isWindowLocked,
    sessions: live,
    tokens,
    clock,
  });
  const people = createAppPeople({ ...options, database, auditStore, access, cookies, sessions });
  const { audit, authenticator } = people;
  const devices = createAppDevices({ ...options, database, audit, access, cookies, sessions, look: () => live.look() });
  const grants = new TokenGrants({ people: authenticator, sessions, store, tokens, audit });

  return {
    access,
    watch: devices.watch,
    sessions,
    cookies,
    audit,
    authenticator,
    routes(app) {
      sessionRoutes(app, {
        access,
        cookies,
        sessions,
        audit,
        warnings,
        windowOrders: config.CONSOLE_WINDOW_ORDERS,
        needsFirstAdmin: people.needsFirstAdmin,
        device: (sessionId) => live.device(sessionId),
      });
      tokenRoutes(app, { grants, sessions });
      people.routes(app);
      devices.routes(app);
    },
    async start() {
      if (isOpenToAll) {
        logger.warn(
          { bind: config.BIND_ADDRESS },
          'INSECURE_NO_LOGIN: whoever reaches this server may see, change and delete every order',
        );
      }
      await live.start();
    },
    ready() {
      isPrepared = true;
      if (mode === 'shared' && !isOpenToAll) void people.offerFirstAdmin();
    },
    async stop() {
      await live.stop();
      await audit.stop();
    },
  };
}
