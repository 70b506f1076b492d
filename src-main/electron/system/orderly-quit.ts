import { type Clock, systemClock } from '../../base/clock.ts';
import type { Logger } from '../../observability/logger.ts';

export interface QuitStep {
  readonly name: string;
  run(): Promise<unknown> | unknown;
}

export interface OrderlyQuitDeps {
  readonly logger: Logger;
  /** In this sequence; one that fails does not keep the next from being done. */
  readonly steps: readonly QuitStep[];
  /** The last thing, whatever happened before. */
  readonly exit: (code: number) => void;
  readonly clock?: Clock;
}

/** The system that asks for the end waits about 5 s before it ends the program itself. */
const LIMIT_MS = 4_500;

/** Ends the program once, whoever asks for it and how often. */
export class OrderlyQuit {
  private ending: Promise<void> | null = null;

  constructor(private readonly deps: OrderlyQuitDeps) {}

  /** @param reason for the log: who asked */
  quit(reason: string): Promise<void> {
    this.ending ??= this.end(reason);
    return this.ending;
  }

  private async end(reason: string): Promise<void> {
    const { logger, steps, exit, clock = systemClock } = this.deps;
    logger.info({ reason }, 'Stopping');
    let current = '';
    const limit = clock.after(LIMIT_MS, () => {
      logger.error({ step: current }, `Not stopped within ${LIMIT_MS} ms; ending anyway`);
      exit(1);
    });
    for (const step of steps) {
      current = step.name;
      try {
        await step.run();
      } catch (error) {
        logger.error({ error, step: step.name }, 'A part could not be stopped');
      }
    }
    limit.cancel();
    logger.info({}, 'Stopped');
    exit(0);
  }
}
