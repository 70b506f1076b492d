import type { Clock, Timer } from '../../base/clock.ts';
import type { IncidentLog } from '../change-feed.ts';
import { type BusLease, LEASE_MS } from './bus-lease.ts';
import type { BusAnswer, BusMember, BusTransport } from './bus-transport.ts';

export interface LeaseKeeperDeps {
  readonly transport: Pick<BusTransport, 'tick'>;
  readonly lease: BusLease;
  readonly clock: Clock;
  readonly incidents: IncidentLog;
  readonly member: () => BusMember;
  /** Whether this server could read for all. */
  readonly isFit: () => boolean;
  readonly answered: (answer: BusAnswer) => void;
  /** Puts an error of the bus into plain words. */
  readonly explain: (error: unknown) => string;
}

/** Redis counts as away after so long without an answer. */
const AWAY_MS = 1_500;
/** A server that is silent for so long is no longer shown. */
const MEMBER_MS = 3_000;

/** Asks Redis again and again who leads, takes the lead when it is free, and says when Redis is away. */
export class LeaseKeeper {
  members: readonly BusMember[] = [];
  /** Why Redis is away, in plain words; `null` while it answers. */
  problem: string | null = null;
  readonly counters = { takeovers: 0, failures: 0 };
  private timer: Timer | null = null;
  private round: Promise<void> = Promise.resolve();
  private answeredAt: number;
  private stopped = false;

  constructor(private readonly deps: LeaseKeeperDeps) {
    this.answeredAt = deps.clock.monotonic();
  }

  start(): void {
    this.answeredAt = this.deps.clock.monotonic();
    this.soon();
  }

  /** Resolves when the question under way has been answered or given up. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.timer?.cancel();
    await this.round;
  }

  /** Asks now, or after a while. */
  soon(ms = 0): void {
    if (this.stopped) return;
    this.timer?.cancel();
    this.timer = this.deps.clock.after(ms, () => {
      this.round = this.round.then(() => this.ask());
    });
  }

  private async ask(): Promise<void> {
    const { transport, lease, clock, member, isFit } = this.deps;
    const askedAt = clock.monotonic();
    const before = lease.holder?.fence;
    try {
      const answer = await transport.tick({
        member: member(),
        wants: isFit() && !this.stopped,
        knownFence: lease.knownFence,
        leaseMs: LEASE_MS,
        memberMs: MEMBER_MS,
      });
      const now = clock.monotonic();
      lease.answered(answer, askedAt, now);
      if (lease.fence(now) !== null && lease.holder?.fence !== before) this.counters.takeovers++;
      this.members = answer.members;
      this.answeredAt = now;
      this.isBack();
      this.deps.answered(answer);
    } catch (error) {
      lease.failed(clock.monotonic());
      this.counters.failures++;
      this.isAway(error);
    }
    this.soon(lease.restMs(clock.monotonic()));
  }

  private isAway(error: unknown): void {
    if (this.deps.clock.monotonic() - this.answeredAt < AWAY_MS) return;
    const reason = this.deps.explain(error);
    if (this.problem === null) {
      this.deps.incidents.record(
        'bus-away',
        `Redis is away (${reason}). This server reads the change log for itself; nothing is lost.`,
        { error },
      );
    }
    this.problem = reason;
    this.members = [];
  }

  private isBack(): void {
    if (this.problem === null) return;
    this.problem = null;
    this.deps.incidents.record('bus-back', 'Redis answers again; one server reads the change log for all.');
  }
}
