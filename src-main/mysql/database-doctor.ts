import type { Finding } from '../../src-shared/rest-api.ts';
import type { DatabaseReport } from '../../src-shared/stats-details.ts';
import type { Clock } from '../base/clock.ts';
import { Turns } from '../base/turns.ts';
import type { Config } from '../config/config.ts';
import type { Logger } from '../observability/logger.ts';
import { hasRight, readGrants } from './grants.ts';
import { migrate } from './migrate.ts';
import { MigrationError } from './migration-error.ts';
import { plainWords } from './plain-words.ts';
import type { Database } from './pool.ts';
import { lookAtAreas } from './preflight.ts';

export interface DoctorDeps {
  readonly config: Config;
  readonly database: Database;
  readonly logger: Logger;
  readonly clock: Clock;
  /** What was found, for the statistics. */
  readonly onLooked: (findings: readonly Finding[]) => void;
  /** Something was put right: what happened unseen meanwhile is to be looked for. */
  readonly onRepaired: () => void;
}

/** What the migrations put right, and the right they need for it. */
const REPAIRS: Readonly<Record<string, string>> = {
  'table-missing': 'CREATE',
  'column-missing': 'ALTER',
  'column-type': 'ALTER',
  charset: 'ALTER',
  'index-missing': 'INDEX',
  'trigger-missing': 'TRIGGER',
  'trigger-duplicate': 'TRIGGER',
};

/** Looks at the whole database when somebody asks, and puts right what this program's own users may. */
export class DatabaseDoctor {
  private readonly turns = new Turns();
  private looking: Promise<DatabaseReport> | null = null;

  constructor(private readonly deps: DoctorDeps) {}

  /** Changes nothing. Several who ask at once are given one answer. Never rejects for what it finds. */
  check(): Promise<DatabaseReport> {
    this.looking ??= this.turns
      .take(() => this.look(null))
      .finally(() => {
        this.looking = null;
      });
    return this.looking;
  }

  /** Makes what is missing, then looks again; what could not be done is told in the answer. */
  repair(): Promise<DatabaseReport> {
    return this.turns.take(async () => {
      const { config, logger } = this.deps;
      const before = (await this.look(null)).areas.flatMap(({ findings }) => findings);
      try {
        // A person waits: who is changing the schema now is told, not waited for.
        await migrate({ config, logger, again: true, lockWaitMs: config.DB_CONNECT_TIMEOUT_MS });
      } catch (error) {
        logger.warn({ error }, 'The database was not repaired');
        return this.look({ done: [], problem: this.problemOf(error) });
      }
      const after = await this.look({ done: [], problem: null });
      const left = new Set(after.areas.flatMap(({ findings }) => findings.map(({ message }) => message)));
      const done = before.filter(({ message, code }) => code in REPAIRS && !left.has(message));
      logger.info({ repaired: done.map(({ code }) => code) }, 'The database was repaired');
      if (done.length > 0) this.deps.onRepaired();
      return { ...after, repair: { done: done.map(({ message }) => message), problem: null } };
    });
  }

  private async look(repair: DatabaseReport['repair']): Promise<DatabaseReport> {
    const { clock, config, logger } = this.deps;
    const at = new Date(clock.now()).toISOString();
    const startedAt = clock.monotonic();
    // Loaded when it is needed: most servers are never asked.
    const { checkDatabase } = await import('./check-database.ts');
    const { server, steps } = await checkDatabase(candidateOf(config), {
      logger,
      kept: { password: config.DB_PASSWORD, setupPassword: config.DB_SETUP_PASSWORD },
      tlsCaFile: config.DB_TLS_CA,
      timeoutMs: config.DB_CONNECT_TIMEOUT_MS,
    });
    const reached = steps.every(({ step, state }) => OF_TABLES.includes(step) || state !== 'failed');
    const areas = reached ? await this.areas() : [];
    const findings = areas.flatMap((area) => area.findings);
    if (areas.length > 0) this.deps.onLooked(findings);
    return {
      at,
      durationMs: Math.round(clock.monotonic() - startedAt),
      server,
      // The areas tell of rights and tables, one finding at a time.
      steps: areas.length > 0 ? steps.filter(({ step }) => !OF_TABLES.includes(step)) : steps,
      areas,
      repairable: areas.length > 0 && (await this.canRepair(findings)),
      repair,
    };
  }

  private async areas(): Promise<DatabaseReport['areas']> {
    try {
      return await lookAtAreas(this.deps.database, this.deps.config);
    } catch (error) {
      this.deps.logger.warn({ error }, 'The look at the database ended early');
      return [];
    }
  }

  private async canRepair(findings: readonly Finding[]): Promise<boolean> {
    const needed = findings.flatMap(({ code }) => REPAIRS[code] ?? []);
    const { DB_NAME, DB_SETUP_USER } = this.deps.config;
    if (needed.length === 0 || DB_SETUP_USER !== '') return needed.length > 0;
    const rights = await this.deps.database.use((connection) => readGrants(connection, DB_NAME, 'orders'));
    return needed.some((right) => hasRight(rights, right));
  }

  private problemOf(error: unknown): Finding {
    if (error instanceof MigrationError) return error.finding;
    const { DB_HOST, DB_PORT, DB_USER, DB_NAME } = this.deps.config;
    const message = plainWords(error, { host: DB_HOST, port: DB_PORT, user: DB_USER, database: DB_NAME });
    return { code: 'repair-failed', severity: 'error', message, repair: null };
  }
}

/** Steps of the way to the database that the areas tell more of. */
const OF_TABLES: readonly string[] = ['rights', 'schema'];

function candidateOf(config: Config) {
  return {
    host: config.DB_HOST,
    port: config.DB_PORT,
    user: config.DB_USER,
    password: null,
    name: config.DB_NAME,
    tls: config.DB_TLS,
    setupUser: config.DB_SETUP_USER,
    setupPassword: null,
  };
}
