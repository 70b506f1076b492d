import type { BusAnswer } from './bus-transport.ts';

/** How long a lease lasts; a leader that was killed is followed by another one within this time and a little. */
export const LEASE_MS = 1_500;
/** Time between looks at the lease; three of them fit into its life, so that one that is lost does no harm. */
export const TICK_MS = 400;
/** A free lease is looked for so long after the end of the old one. */
const AFTER_END_MS = 5;

/** Who may speak for all. Pure: it is told what Redis answered, and when. Times are `clock.monotonic()`. */
export class BusLease {
  /** Server id and number of the last lease that was seen; `null` when nobody leads. */
  holder: { readonly leader: string; readonly fence: number } | null = null;
  /** The highest fence seen so far. */
  knownFence = 0;
  private heldUntil = Number.NEGATIVE_INFINITY;
  private nextAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly serverId: string) {}

  /**
   * The lease counts from before the question was sent, so it ends here before it ends in Redis, also for a process
   * that was frozen in between.
   */
  answered({ holder }: Pick<BusAnswer, 'holder'>, askedAt: number, now: number): void {
    this.holder = holder;
    this.knownFence = Math.max(this.knownFence, holder?.fence ?? 0);
    const isOurs = holder?.leader === this.serverId;
    this.heldUntil = isOurs ? askedAt + LEASE_MS : Number.NEGATIVE_INFINITY;
    const untilFree = holder === null || isOurs ? TICK_MS : holder.leftMs + AFTER_END_MS;
    this.nextAt = now + Math.min(TICK_MS, untilFree);
  }

  failed(now: number): void {
    this.nextAt = now + TICK_MS;
  }

  /** It was refused, given up, or somebody speaks under a higher fence. */
  lost(): void {
    this.heldUntil = Number.NEGATIVE_INFINITY;
  }

  /** The fence to speak under; `null` when this server must not. */
  fence(now: number): number | null {
    return this.holder !== null && now < this.heldUntil ? this.holder.fence : null;
  }

  /** Milliseconds until Redis should be asked again. */
  restMs(now: number): number {
    return Math.max(0, this.nextAt - now);
  }
}
