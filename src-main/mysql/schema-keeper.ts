import { AppError } from '../base/app-error.ts';
import { backoff } from '../base/backoff.ts';
import type { Clock, Timer } from '../base/clock.ts';
import type { Service } from '../base/service.ts';
import { MigrationError } from './migration-error.ts';

export interface SchemaKeeperDeps {
  /** Creates or upgrades the schema where needed. */
  readonly prepare: () => Promise<void>;
  /** The schema is in place: what reads it may start. */
  readonly ready: () => Promise<void>;
  /** It is not, because of this. */
  readonly failed: (error: unknown, retryMs: number) => void;
  readonly clock: Clock;
  readonly random: () => number;
}

const RETRY = { firstMs: 200, mostMs: 5_000 };

/**
 * Brings the schema in place before anything reads it. A database that is away, or that lacks a right, is reported and
 * tried again: the server is up meanwhile and says what is wrong.
 */
export class SchemaKeeper implements Service {
  readonly name = 'schema';
  private timer: Timer | null = null;
  private attempt: Promise<void> = Promise.resolve();
  private failures = 0;
  private stopped = false;

  constructor(private readonly deps: SchemaKeeperDeps) {}

  async start(): Promise<void> {
    this.attempt = this.tryOnce();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.timer?.cancel();
    await this.attempt;
  }

  private async tryOnce(): Promise<void> {
    try {
      await this.deps.prepare();
      if (!this.stopped) await this.deps.ready();
    } catch (error) {
      if (this.stopped) return;
      this.failures++;
      const retryMs = isWaitingForSomebody(error) ? RETRY.mostMs : backoff(this.failures, RETRY, this.deps.random());
      this.deps.failed(error, retryMs);
      this.timer = this.deps.clock.after(retryMs, () => {
        this.attempt = this.tryOnce();
      });
    }
  }
}

// Not a matter of time but of somebody's doing: no use in asking more often.
function isWaitingForSomebody(error: unknown): boolean {
  return error instanceof MigrationError || (error instanceof AppError && error.problem.status < 500);
}
