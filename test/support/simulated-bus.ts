import type { Clock } from '../../src-main/base/clock.ts';
import type { BusAnswer, BusMember, BusTick, BusTransport } from '../../src-main/feed/bus/bus-transport.ts';

/** What a bus may do to a message, as shares of 1. */
export interface BusManners {
  readonly loses: number;
  readonly repeats: number;
  /** Delivers later than what is said after it. */
  readonly reorders: number;
}

interface Half {
  lease: { holder: string; fence: number; until: number } | null;
  lastFence: number;
  readonly members: Map<string, { readonly member: BusMember; readonly until: number }>;
}

/** Redis in memory, with every bad manner a network can give it. Two halves: while it is split, each knows its own. */
export class SimulatedBus {
  away = false;
  #split = false;
  #halves: [Half, Half] = [emptyHalf(), emptyHalf()];
  readonly #ears = new Map<string, { readonly half: number; readonly received: (text: string) => void }>();
  readonly fences: number[] = [];

  constructor(
    private readonly clock: Clock,
    private readonly random: () => number,
    private readonly manners: BusManners,
  ) {}

  /** All data is gone, the numbers of leases too. */
  flush(): void {
    this.#halves = [emptyHalf(), emptyHalf()];
  }

  /** Every second server is on the other side from now on, or they are together again: the first half is right then. */
  split(isSplit: boolean): void {
    this.#split = isSplit;
    if (isSplit) this.#halves[1] = { ...this.#halves[0], members: new Map(this.#halves[0].members) };
  }

  get isSplit(): boolean {
    return this.#split;
  }

  /**
   * @param number of the server, which decides its half
   * @param reach runs what reaches that process: later when it is frozen, never when it has crashed
   */
  transport(id: string, number: number, reach: (run: () => void) => void): BusTransport {
    const side = number % 2;
    // What one server says goes out in the sequence in which it said it; answers take their time.
    const answered = async <T>(answer: (half: Half) => T): Promise<T> => {
      const failure = this.away ? new Error('Redis is away') : null;
      const value = failure ?? answer(this.#half(side));
      await this.#passes();
      await new Promise<void>(reach);
      if (value instanceof Error) throw value;
      return value;
    };
    return {
      subscribe: (received) => void this.#ears.set(id, { half: side, received: (text) => reach(() => received(text)) }),
      tick: (tick) => answered((half) => this.#tick(half, tick)),
      publishAs: (fence, text) =>
        answered((half) => {
          const lease = this.#lease(half);
          if (lease?.holder !== id || lease.fence !== fence) return false;
          this.#say(side, text);
          return true;
        }),
      publish: (text) => answered(() => this.#say(side, text)),
      leave: () =>
        answered((half) => {
          if (half.lease?.holder === id) half.lease = null;
          half.members.delete(id);
        }),
      resubscribe: () => undefined,
    };
  }

  #tick(half: Half, { member, wants, knownFence, leaseMs, memberMs }: BusTick): BusAnswer {
    const now = this.clock.monotonic();
    let lease = this.#lease(half);
    if (lease?.holder === member.id) {
      lease = wants ? { ...lease, until: now + leaseMs } : null;
    } else if (lease === null && wants) {
      half.lastFence = Math.max(half.lastFence, knownFence) + 1;
      this.fences.push(half.lastFence);
      lease = { holder: member.id, fence: half.lastFence, until: now + leaseMs };
    }
    half.lease = lease;
    half.members.set(member.id, { member, until: now + memberMs });
    return {
      holder: lease === null ? null : { leader: lease.holder, fence: lease.fence, leftMs: lease.until - now },
      members: [...half.members.values()].filter(({ until }) => until >= now).map((entry) => entry.member),
    };
  }

  #say(from: number, text: string): void {
    for (const { half, received } of this.#ears.values()) {
      if (this.#split && half !== from) continue;
      if (this.random() < this.manners.loses) continue;
      const copies = this.random() < this.manners.repeats ? 2 : 1;
      for (let copy = 0; copy < copies; copy++) {
        const isLate = copy > 0 || this.random() < this.manners.reorders;
        const ms = isLate ? 1 + Math.floor(this.random() * 400) : 0;
        if (ms === 0) received(text);
        else this.clock.after(ms, () => received(text));
      }
    }
  }

  #lease(half: Half): Half['lease'] {
    return half.lease !== null && half.lease.until > this.clock.monotonic() ? half.lease : null;
  }

  #half(side: number): Half {
    return this.#halves[this.#split && side === 1 ? 1 : 0];
  }

  async #passes(): Promise<void> {
    const ms = Math.floor(this.random() * 10);
    if (ms > 6) await new Promise<void>((resolve) => this.clock.after(ms, resolve));
  }
}

function emptyHalf(): Half {
  return { lease: null, lastFence: 0, members: new Map() };
}
