import type { DatabaseCheckDeps } from '../../src-main/mysql/check-database.ts';
import type {
  DATABASE_CHECK_STEPS,
  DatabaseCandidate,
  DatabaseCheck,
  DatabaseCheckStep,
} from '../../src-shared/database-check.ts';
import type { TestDatabase } from './database.ts';
import { recordingLogger } from './recording-logger.ts';

/** What somebody types in who is the administrator of a test database. */
export function candidateFor(server: TestDatabase, typed: Partial<DatabaseCandidate> = {}): DatabaseCandidate {
  return {
    host: server.env.DB_HOST,
    port: Number(server.env.DB_PORT),
    user: server.env.DB_USER,
    password: server.env.DB_PASSWORD,
    name: server.name,
    tls: 'off',
    setupUser: '',
    setupPassword: '',
    ...typed,
  };
}

export function checkDeps(deps: Partial<DatabaseCheckDeps> = {}): DatabaseCheckDeps {
  return {
    logger: recordingLogger(),
    kept: { password: '', setupPassword: '' },
    tlsCaFile: '',
    timeoutMs: 5_000,
    ...deps,
  };
}

export function stepOf(check: DatabaseCheck, name: (typeof DATABASE_CHECK_STEPS)[number]): DatabaseCheckStep {
  const step = check.steps.find(({ step }) => step === name);
  if (step === undefined) throw new Error(`the check has no step ${name}`);
  return step;
}

/** The states of all steps in their sequence, as one line: `ok ok failed skipped ...`. */
export function statesOf(check: DatabaseCheck): string {
  return check.steps.map(({ state }) => state).join(' ');
}
