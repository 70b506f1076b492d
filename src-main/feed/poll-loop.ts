import { backoff } from '../base/backoff.ts';
import type { Clock, Timer } from '../base/clock.ts';

export interface PollLoopDeps {
  readonly clock: Clock;
  readonly random: () => number;
  /** One round. @returns milliseconds to wait before the next */
  readonly step: () => Promise<number>;
  /** A round has succeeded. @param failures rounds that had failed just before it */
  readonly succeeded: (failures: number) => void;
  /** A round has failed. @param failures how many in a row, this one included */
  readonly failed: (error: unknown, failures: number) => void;
}

const RECONNECT = { firstMs: 100, mostMs: 5_000 };

/** Runs a step again and again: after the time it asks for, at once when woken, with backoff after it failed. */
export class PollLoop {
  private running: Promise<void> | null = null;
  private stopping = false;
  private woken = false;
  private wakeSleeper: (() => void) | null = null;
  private failures = 0;

  constructor(private readonly deps: PollLoopDeps) {}

  start(): void {
    this.running = this.run();
  }

  /** Resolves when the step under way has ended. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.wake();
    await this.running;
  }

  /** The next step comes now; several calls during one step make one more step. */
  wake(): void {
    this.woken = true;
    this.wakeSleeper?.();
  }

  private async run(): Promise<void> {
    while (!this.stopping) {
      try {
        this.woken = false;
        const waitMs = await this.deps.step();
        this.deps.succeeded(this.failures);
        this.failures = 0;
        await this.sleep(waitMs);
      } catch (error) {
        if (this.stopping) return;
        this.failures++;
        this.deps.failed(error, this.failures);
        this.woken = false;
        await this.sleep(backoff(this.failures, RECONNECT, this.deps.random()));
      }
    }
  }

  private async sleep(ms: number): Promise<void> {
    if (this.stopping || this.woken || ms <= 0) {
      await new Promise<void>((resolve) => setImmediate(resolve));
      return;
    }
    let timer: Timer | null = null;
    await new Promise<void>((resolve) => {
      this.wakeSleeper = resolve;
      timer = this.deps.clock.after(ms, resolve);
    });
    (timer as Timer | null)?.cancel();
    this.wakeSleeper = null;
  }
}
