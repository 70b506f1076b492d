import { type Clock, systemClock, type Timer } from '../../base/clock.ts';
import type { Logger } from '../../observability/logger.ts';

export interface PowerWatchDeps {
  readonly logger: Logger;
  /** The machine woke up, or its network is another one. */
  readonly onChange: (reason: string) => void;
  /** `powerMonitor` of Electron. */
  readonly power: { on(event: 'resume' | 'unlock-screen', listener: () => void): unknown };
  /** Everything about the network whose change matters, as text. */
  readonly network: () => string;
  readonly clock?: Clock;
}

const LOOK_MS = 5_000;
/** A look that comes so much too late: the machine slept, and did not say so. */
const LATE_MS = 10_000;

/** Tells at once what connections would only notice after their time-outs. */
export class PowerWatch {
  private readonly clock: Clock;
  private timer: Timer | null = null;
  private network = '';
  private lookedAt = 0;

  constructor(private readonly deps: PowerWatchDeps) {
    this.clock = deps.clock ?? systemClock;
  }

  start(): void {
    this.deps.power.on('resume', () => this.changed('resume'));
    this.deps.power.on('unlock-screen', () => this.changed('unlock-screen'));
    this.network = this.deps.network();
    this.lookedAt = this.clock.now();
    this.timer = this.clock.every(LOOK_MS, () => this.look());
  }

  stop(): void {
    this.timer?.cancel();
  }

  private look(): void {
    // The wall clock: the other one may stand still while the machine sleeps.
    const lateMs = this.clock.now() - this.lookedAt - LOOK_MS;
    this.lookedAt = this.clock.now();
    const network = this.deps.network();
    const isOther = network !== this.network;
    this.network = network;
    if (lateMs > LATE_MS) this.changed('time passed');
    else if (isOther) this.changed('network');
  }

  private changed(reason: string): void {
    this.deps.logger.info({ reason }, 'The machine woke up or its network changed; looking at every connection');
    this.deps.onChange(reason);
  }
}
