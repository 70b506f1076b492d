import type { DatabaseCheck } from '../../../src-shared/database-check.ts';

/** Why a server that was looked at cannot be used as it is, naming the step; `null` when it can. */
export function whyNotUsable({ next, steps }: DatabaseCheck): string | null {
  switch (next) {
    case 'use':
      return null;
    case 'create-schema':
      return 'The schema is missing. Create it first.';
    case 'upgrade-schema':
      return 'The schema is of an earlier version. Upgrade it first.';
    case 'fix': {
      const failed = steps.find(({ state }) => state === 'failed');
      return failed === undefined ? 'The server cannot be used.' : `${STEP_IN_WORDS[failed.step]}: ${failed.message}`;
    }
  }
}

/** What the server says against the password; `null` when it takes it, or cannot be asked just now. */
export function wrongPassword({ steps }: DatabaseCheck): string | null {
  return steps.find(({ step, state }) => step === 'login' && state === 'failed')?.message ?? null;
}

const STEP_IN_WORDS: Readonly<Record<DatabaseCheck['steps'][number]['step'], string>> = {
  host: 'Host',
  port: 'Port',
  login: 'Login',
  version: 'Version of the server',
  database: 'Database',
  rights: 'Rights',
  schema: 'Schema',
};
