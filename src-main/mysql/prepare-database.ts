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
    await migrate({ config: configOf(candidate, deps), logger: deps.logger });
  } catch (error) {
    deps.logger.warn({ error }, 'The schema was not prepared');
    return withFailure(await checkDatabase(candidate, deps), error, candidate);
  }
  return checkDatabase(candidate, deps);
}

function withFailure(check: DatabaseCheck, error: unknown, candidate: DatabaseCandidate): DatabaseCheck {
  // What the second look has found itself says more.
  if (check.next === 'fix') return check;
  const { host, port, user, name } = candidate;
  const outcome =
    error instanceof MigrationError
      ? failed(error.finding.message, { repair: error.finding.repair })
      : failed(plainWords(error, { host, port, user, database: name }));
  const steps = check.steps.map((step) => (step.step === 'schema' ? { step: step.step, ...outcome } : step));
  return { ...check, steps, next: 'fix' };
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
