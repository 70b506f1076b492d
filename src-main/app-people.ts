import type { FastifyInstance } from 'fastify';
import { AuditQueue } from './auth/audit-queue.ts';
import type { AuditStore } from './auth/audit-store.ts';
import { Authenticator } from './auth/authenticator.ts';
import { FirstAdmin } from './auth/first-admin.ts';
import { People } from './auth/people.ts';
import { ScryptHasher } from './auth/secret-hasher.ts';
import type { Sessions } from './auth/sessions.ts';
import { StrangerTries } from './auth/stranger-tries.ts';
import type { Clock } from './base/clock.ts';
import type { AccessHookDeps } from './http/access-hook.ts';
import { auditRoutes } from './http/audit-routes.ts';
import { peopleRoutes } from './http/people-routes.ts';
import { signInRoutes } from './http/sign-in-routes.ts';
import { MysqlPeopleStore } from './mysql/mysql-people-store.ts';
import type { Database } from './mysql/pool.ts';
import type { Logger } from './observability/logger.ts';

export interface AppPeopleOptions extends AccessHookDeps {
  readonly database: Database;
  readonly auditStore: AuditStore;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly sessions: Sessions;
  readonly explain: (error: unknown) => string;
  /** Nobody can sign in yet: the code of the link for the first admin. */
  readonly onFirstAdmin: (code: string) => void;
}

/** The people, how they sign in, and the record of what concerns safety. */
export interface AppPeople {
  readonly audit: AuditQueue;
  readonly authenticator: Authenticator;
  readonly routes: (app: FastifyInstance) => void;
  /** Whether nobody can sign in yet; `false` while the database cannot be asked. */
  needsFirstAdmin(): Promise<boolean>;
  /** Makes a link for the first admin where one is needed. The schema has to be in place. */
  offerFirstAdmin(): Promise<void>;
}

export function createAppPeople(options: AppPeopleOptions): AppPeople {
  const { access, cookies, sessions, clock, logger, explain, auditStore } = options;
  const store = new MysqlPeopleStore(options.database);
  const hasher = new ScryptHasher();
  const audit = new AuditQueue({ store: auditStore, clock, logger, random: Math.random, explain });
  const authenticator = new Authenticator({ people: store, hasher, audit, strangers: new StrangerTries(clock) });
  const firstAdmin = new FirstAdmin({ people: store, hasher, audit, clock });
  const people = new People({ store, hasher, audit });

  /** There is no way back to nobody, so it is not asked again. */
  let hasAdmin = false;
  async function needsFirstAdmin(): Promise<boolean> {
    try {
      hasAdmin ||= await store.hasAdmin();
      return !hasAdmin;
    } catch (error) {
      logger.debug({ error }, 'Whether there is an admin could not be looked up');
      return false;
    }
  }

  return {
    audit,
    authenticator,
    routes(app) {
      signInRoutes(app, { access, cookies, sessions, authenticator, firstAdmin, people, audit });
      peopleRoutes(app, { people });
      auditRoutes(app, { audit: auditStore });
    },
    needsFirstAdmin,
    async offerFirstAdmin() {
      if (await needsFirstAdmin()) options.onFirstAdmin(firstAdmin.offer());
    },
  };
}
