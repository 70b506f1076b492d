import type { DatabaseCheck } from '../../../src-shared/database-check.ts';
import type { RawConfig } from '../../config/env.ts';
import type { Logger } from '../../observability/logger.ts';
import type { CompleteCandidate } from './candidate-passwords.ts';

export interface DatabaseLooks {
  /** Looks and changes nothing. */
  readonly check: (candidate: CompleteCandidate) => Promise<DatabaseCheck>;
  /** Creates or upgrades the schema, then looks again. */
  readonly prepare: (candidate: CompleteCandidate) => Promise<DatabaseCheck>;
}

/** A person waits for the answer. In milliseconds. */
const TIMEOUT_MS = 5_000;

/** The ways to look at a server that somebody typed in. */
export function databaseLooks({ environment, logger }: { environment: RawConfig; logger: Logger }): DatabaseLooks {
  const deps = {
    logger,
    // The candidate has all its passwords by now.
    kept: { password: '', setupPassword: '' },
    tlsCaFile: environment.DB_TLS_CA ?? '',
    timeoutMs: TIMEOUT_MS,
  };
  return {
    // Loaded when they are first needed, since the window would have to wait for all that a database takes.
    async check(candidate) {
      const { checkDatabase } = await import('../../mysql/check-database.ts');
      return checkDatabase(candidate, deps);
    },
    async prepare(candidate) {
      const { prepareDatabase } = await import('../../mysql/prepare-database.ts');
      return prepareDatabase(candidate, deps);
    },
  };
}
