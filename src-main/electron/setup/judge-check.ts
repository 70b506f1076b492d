import type { DatabaseCheck } from '../../../src-shared/database-check.ts';
import { words } from '../words/words.ts';

/** Why a server that was looked at cannot be used as it is, naming the step; `null` when it can. */
export function whyNotUsable({ next, steps }: DatabaseCheck): string | null {
  switch (next) {
    case 'use':
      return null;
    case 'create-schema':
      return words.calls.database.createFirst;
    case 'upgrade-schema':
      return words.calls.database.upgradeFirst;
    case 'fix': {
      const failed = steps.find(({ state }) => state === 'failed');
      return failed === undefined
        ? words.calls.database.notUsable
        : `${words.calls.database.steps[failed.step]}: ${failed.message}`;
    }
  }
}

/** What the server says against the password; `null` when it takes it, or cannot be asked just now. */
export function wrongPassword({ steps }: DatabaseCheck): string | null {
  return steps.find(({ step, state }) => step === 'login' && state === 'failed')?.message ?? null;
}
