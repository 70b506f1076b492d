import { DATABASE_CHECK_STEPS, type DatabaseCheck, type DatabaseCheckStep } from '../../src-shared/database-check.ts';
import type { CheckOutcome } from './check-outcome.ts';

/** Collects the steps of one check: after one that failed the rest is skipped. */
export class CheckReport {
  /** For example `MySQL 9.7.4`. */
  server: string | null = null;
  /** What is left to do once nothing is to be fixed. */
  next: Exclude<DatabaseCheck['next'], 'fix'> = 'use';
  orders: number | null = null;
  private readonly steps: DatabaseCheckStep[] = [];

  /** The outcome of the next step. `false`: it failed, look no further. */
  add(outcome: CheckOutcome): boolean {
    const step = DATABASE_CHECK_STEPS[this.steps.length];
    if (step === undefined) throw new Error('a check has no further step');
    this.steps.push({ step, ...outcome });
    return outcome.state !== 'failed';
  }

  end(): DatabaseCheck {
    const skipped = DATABASE_CHECK_STEPS.slice(this.steps.length).map(
      (step): DatabaseCheckStep => ({
        step,
        state: 'skipped',
        message: 'Not looked at yet.',
        repair: null,
        field: null,
      }),
    );
    const failed = this.steps.some(({ state }) => state === 'failed');
    return {
      server: this.server,
      steps: [...this.steps, ...skipped],
      next: failed ? 'fix' : this.next,
      orders: this.orders,
    };
  }
}
