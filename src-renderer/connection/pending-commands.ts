import type { CommandResult } from '../../src-shared/command.ts';
import type { Clock, Timer } from './clock.ts';

/**
 * What a person can be told about a command: the server's result; `unsent`, nothing was done; or `unknown`, it was
 * sent but no answer came, so it may or may not have been done and only the rows themselves can tell.
 */
export type CommandOutcome = CommandResult | { readonly kind: 'unsent' } | { readonly kind: 'unknown' };

interface Waiting {
  readonly resolve: (outcome: CommandOutcome) => void;
  readonly timer: Timer;
}

/** Matches results with the commands that asked for them. Each command is answered exactly once. */
export class PendingCommands {
  readonly #waiting = new Map<string, Waiting>();
  readonly #clock: Clock;
  readonly #timeoutMs: number;

  constructor(clock: Clock, timeoutMs: number) {
    this.#clock = clock;
    this.#timeoutMs = timeoutMs;
  }

  get size(): number {
    return this.#waiting.size;
  }

  wait(requestId: string): Promise<CommandOutcome> {
    return new Promise((resolve) => {
      const timer = this.#clock.after(this.#timeoutMs, () => this.#settle(requestId, { kind: 'unknown' }));
      this.#waiting.set(requestId, { resolve, timer });
    });
  }

  /** A result nobody waits for any more (it came after the timeout) is dropped: the row itself arrives anyway. */
  answer(requestId: string, result: CommandResult): void {
    this.#settle(requestId, result);
  }

  /** The connection is gone, and with it every answer still on its way. */
  abandon(): void {
    for (const requestId of [...this.#waiting.keys()]) this.#settle(requestId, { kind: 'unknown' });
  }

  #settle(requestId: string, outcome: CommandOutcome): void {
    const waiting = this.#waiting.get(requestId);
    if (waiting === undefined) return;
    this.#waiting.delete(requestId);
    waiting.timer.cancel();
    waiting.resolve(outcome);
  }
}
