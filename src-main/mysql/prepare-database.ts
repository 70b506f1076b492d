import type { DatabaseCandidate, DatabaseCheck } from '../../src-shared/database-check.ts';
import { checkDatabase, type DatabaseCheckDeps } from './check-database.ts';
import { failed } from './check-outcome.ts';
import { type MigrateConfig, migrate } from './migrate.ts';
import { MigrationError } from './migration-error.ts';
import { plainWords } from './plain-words.ts';

/**
 * Creates the schema, with the database where that is missing, or upgrades it; then looks again. Changes nothing where
 * something is to be fixed first. What went wrong stands at the last step.
 */
export async function prepareDatabase(candidate: DatabaseCandidate, deps: DatabaseCheckDeps): Promise<DatabaseCheck> {
  const before = await checkDatabase(candidate, deps);
  if (before.next === 'fix' || before.next === 'use') return before;
  try {
    // A person waits: who is upgrading it now is told, not waited for.
    await migrate({ config: configOf(candidate, deps), logger: deps.logger, lockWaitMs: deps.timeoutMs });
  } catch (error) {
    deps.logger.warn({ error }, 'The schema was not prepared');
    return withFailure(await checkDatabase(candidate, deps), error, candidate);
  }
  return checkDatabase(candidate, deps);
}

function withFailure(check: DatabaseCheck, error: unknown, candidate: DatabaseCandidate): DatabaseCheck {
  // What the second look has found itself says more: another fault, or that somebody else has done it meanwhile.
  if (check.next === 'fix' || check.next === 'use') return check;
  const { host, port, user, name } = candidate;
  const outcome =
    error instanceof MigrationError
      ? failed(error.finding.code === 'schema-busy' ? busyWords(name) : error.finding.message, {
          repair: error.finding.repair,
        })
      : failed(plainWords(error, { host, port, user, database: name }));
  const steps = check.steps.map((step) => (step.step === 'schema' ? { step: step.step, ...outcome } : step));
  return { ...check, steps, next: 'fix' };
}

function busyWords(database: string): string {
  return `Another program is changing the tables of database ${database} at this moment. Wait until it has finished, then test the connection again.`;
}

function configOf(candidate: DatabaseCandidate, { kept, tlsCaFile, timeoutMs }: DatabaseCheckDeps): MigrateConfig {
  return {
    DB_HOST: candidate.host,
    DB_PORT: candidate.port,
    DB_NAME: candidate.name,
    DB_USER: candidate.user,
    DB_PASSWORD: candidate.password ?? kept.password,
    DB_SETUP_USER: candidate.setupUser,
    DB_SETUP_PASSWORD: candidate.setupPassword ?? kept.setupPassword,
    DB_TLS: candidate.tls,
    DB_TLS_CA: tlsCaFile,
    DB_CONNECT_TIMEOUT_MS: timeoutMs,
    MYSQL_DEBUG: false,
  };
}
