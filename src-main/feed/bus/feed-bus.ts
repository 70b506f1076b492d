import type { Clock, Timer } from '../../base/clock.ts';
import type { Service } from '../../base/service.ts';
import type { IncidentLog } from '../change-feed.ts';
import type { AnchoredPosition, LogRead } from '../change-log.ts';
import type { IdRange } from '../position.ts';
import { WakeSignal, type WakeSource } from '../wake-source.ts';
import { BusFollower, type ReadMark } from './bus-follower.ts';
import { BusLease } from './bus-lease.ts';
import { type BusBatch, BusMessages, type BusPulse } from './bus-message.ts';
import { BusSpeaker } from './bus-speaker.ts';
import type { BusAnswer, BusMember, BusTransport } from './bus-transport.ts';
import { LeaseKeeper } from './lease-keeper.ts';

export interface FeedBusDeps {
  readonly serverId: string;
  /** How people tell this server from the others. */
  readonly label: string;
  readonly transport: BusTransport;
  readonly clock: Clock;
  readonly incidents: IncidentLog;
  readonly epoch: () => string | null;
  /** The log is read without a problem, so that this server could read for all. */
  readonly isLive: () => boolean;
  /** Clients connected to this server. */
  readonly clients: () => number;
  /** Puts an error of the bus into plain words. */
  readonly explain: (error: unknown) => string;
}

/** `leader` reads for all; `follower` is told what changed; `alone` reads for itself. */
export type BusRole = 'leader' | 'follower' | 'alone';

/** A leader that says nothing for so long is not waited for. */
const SILENT_MS = 1_000;
const PULSE_MS = 250;
const MAX_WAITING = 20_000;
/** Somebody has begun to look at another server, as a poke told, and Redis tells of it within this time. */
const POKED_MS = 2_000;
/** So long without a word of anybody, while Redis answers and somebody leads: the subscription is lost. */
const DEAF_MS = 4_000;
/** After the leader's words came too late, this server reads for itself for so long. */
const DISTRUST_MS = 5_000;

/** One reads for all: keeps the lease, says what this server has read while it leads, hears it while another does. */
export class FeedBus implements Service {
  readonly name = 'feed-bus';
  /** Texts that no server of this database wrote. */
  ignored = 0;
  private readonly lease: BusLease;
  private readonly keeper: LeaseKeeper;
  private readonly speaker: BusSpeaker;
  private readonly follower: BusFollower;
  private readonly signal = new WakeSignal();
  private messages: BusMessages | null = null;
  private pulses: Timer | null = null;
  private pokedAt = Number.NEGATIVE_INFINITY;
  private heardAt = Number.NEGATIVE_INFINITY;
  private distrustUntil = Number.NEGATIVE_INFINITY;
  /** What the leader had said at the last look. */
  private said: { readonly leader: string; readonly seq: number } | null = null;

  /** @param slowestReadMs how long a leader may rest between two reads while nobody looks */
  constructor(
    private readonly deps: FeedBusDeps,
    slowestReadMs: number,
  ) {
    const { serverId, transport, clock } = deps;
    this.lease = new BusLease(serverId);
    this.follower = new BusFollower({
      silentMs: SILENT_MS,
      oldestReadMs: slowestReadMs + SILENT_MS,
      maxWaiting: MAX_WAITING,
    });
    this.speaker = new BusSpeaker({
      serverId,
      transport,
      now: () => clock.monotonic(),
      epoch: deps.epoch,
      fence: () => this.lease.fence(clock.monotonic()),
      refused: () => this.lease.lost(),
    });
    this.keeper = new LeaseKeeper({
      ...deps,
      lease: this.lease,
      member: () => ({ id: serverId, label: deps.label, clients: deps.clients(), seq: this.speaker.seq }),
      isFit: () => deps.isLive() && deps.epoch() !== null,
      answered: (answer) => this.answered(answer),
    });
  }

  /** Only who knows the secret is believed. @param secret of the database, which all its servers share */
  believe(secret: string): void {
    this.messages = new BusMessages(secret);
    this.speaker.signWith(this.messages);
  }

  /** Resolves at once: a bus that is away is a state, not a failure. */
  async start(): Promise<void> {
    const { clock, transport } = this.deps;
    this.heardAt = clock.monotonic();
    transport.subscribe((text) => this.received(text));
    this.pulses = clock.every(PULSE_MS, () => this.speaker.pulse());
    this.keeper.start();
  }

  async stop(): Promise<void> {
    this.pulses?.cancel();
    await this.keeper.stop();
    const led = this.isLeader;
    this.lease.lost();
    try {
      await this.deps.transport.leave();
      if (led) await this.speaker.bye();
    } catch {
      // A lease that cannot be given back ends by itself.
    }
  }

  /** Wakes the reader: a message has come, or somebody wants it to look. */
  get wake(): WakeSource {
    return this.signal;
  }

  get role(): BusRole {
    if (this.isLeader) return 'leader';
    return this.isFed ? 'follower' : 'alone';
  }

  /** Whether the leader's words stand for own reads now. */
  get isFed(): boolean {
    const { now } = this;
    return !this.isLeader && now >= this.distrustUntil && this.follower.isFed(now);
  }

  /** Whether anybody looks at one of the other servers, for whom this one may be reading. */
  get isWatchedElsewhere(): boolean {
    if (this.now - this.pokedAt < POKED_MS) return true;
    return this.members.some(({ id, clients }) => id !== this.deps.serverId && clients > 0);
  }

  /** Servers that showed themselves lately. */
  get members(): readonly BusMember[] {
    return this.keeper.members;
  }

  get holder(): BusLease['holder'] {
    return this.lease.holder;
  }

  /** Why Redis is away, in plain words; `null` while it answers. */
  get problem(): string | null {
    return this.keeper.problem;
  }

  get counters(): Readonly<Record<string, number>> {
    const { takeovers, failures } = this.keeper.counters;
    const { failures: unsent, ...said } = this.speaker.counters;
    return { ...said, ...this.follower.counters, takeovers, failures: failures + unsent, ignored: this.ignored };
  }

  /** Milliseconds since a leader was heard; 0 for the leader itself, `null` if never. */
  get silenceMs(): number | null {
    return this.isLeader ? 0 : this.follower.silence(this.now);
  }

  /** This server has written, or somebody has begun to look at it: the leader should look at the log now. */
  poke(): void {
    this.speaker.poke();
  }

  /** The reader is about to take a new place. */
  restarted(): void {
    this.speaker.seq++;
    this.follower.loseStep();
  }

  /** What an own read would have brought; `null` when only an own read can tell. */
  take(from: AnchoredPosition): LogRead | null {
    return this.isFed ? this.follower.take(from, this.now) : null;
  }

  mark(): ReadMark {
    return this.follower.mark();
  }

  /**
   * This server has read the log itself.
   *
   * @param watched ids that count as dead and were looked at too; one that comes ends the epoch, so nobody is told
   * @param whole the mark from before the read, when it brought everything there was
   */
  hasRead(read: LogRead, watched: readonly IdRange[], whole: ReadMark | null): void {
    if (whole !== null) this.follower.readAll(whole);
    if (read.anchor !== 'same') return;
    const isPublic = !read.entries.some(({ id }) => watched.some((range) => range.from <= id && id <= range.to));
    this.speaker.hasRead(read, isPublic);
  }

  private get now(): number {
    return this.deps.clock.monotonic();
  }

  private get isLeader(): boolean {
    return this.lease.fence(this.now) !== null;
  }

  private received(text: string): void {
    const message = this.messages?.decode(text) ?? null;
    if (message === null) {
      this.ignored++;
      return;
    }
    this.heardAt = this.now;
    switch (message.kind) {
      case 'poke':
        this.pokedAt = this.now;
        if (this.isLeader) this.signal.wake();
        return;
      case 'bye':
        this.keeper.soon();
        return;
      case 'batch':
      case 'pulse':
        this.heard(message);
    }
  }

  private heard(message: BusBatch | BusPulse): void {
    const { serverId, epoch } = this.deps;
    if (message.leader === serverId) return;
    const fence = this.lease.fence(this.now);
    // Somebody was given the lease after this server.
    if (fence !== null && message.fence > fence) this.lease.lost();
    const wasFed = this.isFed;
    this.follower.heard(message, epoch(), this.now);
    if (message.kind === 'batch' || wasFed !== this.isFed) this.signal.wake();
  }

  private answered({ holder, members }: BusAnswer): void {
    if (holder !== null && holder.leader !== this.deps.serverId) {
      this.follower.adopt(holder);
      this.watchDelay(holder.leader, members.find(({ id }) => id === holder.leader)?.seq ?? 0);
    }
    if (holder !== null && this.now - this.heardAt > DEAF_MS) {
      this.heardAt = this.now;
      this.deps.transport.resubscribe();
    }
  }

  /** What the leader had said by the last look must have come by this one; a bus that runs late is not waited for. */
  private watchDelay(leader: string, seq: number): void {
    if (this.said?.leader === leader && this.follower.isBehind(this.said.seq)) {
      this.distrustUntil = this.now + DISTRUST_MS;
      this.follower.loseStep();
      this.signal.wake();
    }
    this.said = { leader, seq };
  }
}
