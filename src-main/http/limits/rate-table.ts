import type { Clock } from '../../base/clock.ts';

/** Where somebody stands after one more request. */
export interface RateState {
  readonly isAllowed: boolean;
  readonly limit: number;
  /** How many more may come at once. */
  readonly remaining: number;
  /** Seconds until one more may come; 0 while one may. */
  readonly retryAfter: number;
  /** Seconds until all of the limit may come at once again. */
  readonly reset: number;
}

const MINUTE_MS = 60_000;
/** Sums of fractions of a minute come out a little too high. */
const ROUNDING_MS = 0.01;

/**
 * Requests per minute of many clients: each may send its whole limit at once, and gets it back evenly over a minute
 * (the generic cell rate algorithm). One number a client is kept, and of those who have all of their limit nothing.
 */
export class RateTable {
  /** When each would have its whole limit again, by the clock's monotonic time. */
  private readonly fullAt = new Map<string, number>();

  constructor(
    private readonly perMinute: number,
    private readonly clock: Clock,
    private readonly maxKeys = 20_000,
  ) {}

  /** Counts one request of `key`, unless it is one too many. */
  take(key: string): RateState {
    const now = this.clock.monotonic();
    const before = this.debtOf(key, now);
    const wait = before + this.stepMs - MINUTE_MS;
    const isAllowed = wait <= ROUNDING_MS;
    const debt = isAllowed ? before + this.stepMs : before;
    if (isAllowed) this.keep(key, now + debt, now);
    return {
      isAllowed,
      limit: this.perMinute,
      remaining: Math.max(0, Math.floor((MINUTE_MS - debt + ROUNDING_MS) / this.stepMs)),
      retryAfter: isAllowed ? 0 : Math.ceil(wait / 1_000),
      reset: Math.ceil(debt / 1_000),
    };
  }

  /** Takes the last request of `key` back: it is counted elsewhere. */
  giveBack(key: string): void {
    const fullAt = this.fullAt.get(key);
    if (fullAt !== undefined) this.fullAt.set(key, fullAt - this.stepMs);
  }

  /** Seconds until one more may come, without counting any; 0 while one may. */
  waitOf(key: string): number {
    const wait = this.debtOf(key, this.clock.monotonic()) + this.stepMs - MINUTE_MS;
    return wait <= ROUNDING_MS ? 0 : Math.ceil(wait / 1_000);
  }

  /** Milliseconds until all that was taken has come back. */
  private debtOf(key: string, now: number): number {
    return Math.max(0, (this.fullAt.get(key) ?? now) - now);
  }

  private get stepMs(): number {
    return MINUTE_MS / this.perMinute;
  }

  private keep(key: string, fullAt: number, now: number): void {
    this.fullAt.delete(key);
    this.fullAt.set(key, fullAt);
    // Those that were not heard of for longest come first.
    for (const [oldest, itsTime] of this.fullAt) {
      if (itsTime > now && this.fullAt.size <= this.maxKeys) break;
      this.fullAt.delete(oldest);
    }
  }
}
