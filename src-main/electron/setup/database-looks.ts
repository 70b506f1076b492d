import type { DatabaseCheck } from '../../../src-shared/database-check.ts';
import type { RawConfig } from '../../config/env.ts';
import { checkDatabase } from '../../mysql/check-database.ts';
import { prepareDatabase } from '../../mysql/prepare-database.ts';
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
    check: (candidate) => checkDatabase(candidate, deps),
    prepare: (candidate) => prepareDatabase(candidate, deps),
  };
}
