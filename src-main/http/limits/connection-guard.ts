import type { Clock, Timer } from '../../base/clock.ts';

/** How many connections there may be at once. */
export interface ConnectionLimits {
  readonly total: number;
  /** From one address: everybody behind one router has the same. */
  readonly perAddress: number;
  /** Of clients that have not shown who they are. */
  readonly strangers: number;
}

/** What a connection is waited for. */
export type ConnectionPhase =
  /** The handshake and the head of its first request. */
  | 'opening'
  /** The body of a request. */
  | 'asking'
  /** The answer; for a stream or a WebSocket as long as it is open. */
  | 'answering'
  /** The next request. */
  | 'idle';

const LIMITS_MS: Readonly<Record<ConnectionPhase, number>> = {
  opening: 10_000,
  asking: 30_000,
  answering: 60_000,
  idle: 75_000,
};

/** How long a connection may stay in a phase, in milliseconds. Who is known may take answers as slowly as they come. */
export function allowedMs(phase: ConnectionPhase, isKnown: boolean): number {
  return isKnown && phase === 'answering' ? Number.POSITIVE_INFINITY : LIMITS_MS[phase];
}

/** One connection, as its guard sees it. */
export interface GuardedConnection {
  /** The head of a request has come. */
  asked(): void;
  /** All of the request has come. */
  heard(): void;
  /** The answer has been sent; nothing more is under way. */
  answered(): void;
  /** It is somebody's who may be here. */
  known(): void;
  /** It has ended. */
  left(): void;
}

export interface GuardCounts {
  readonly total: number;
  readonly strangers: number;
  /** Ended to make room, or because they were too slow, since the start. */
  readonly ended: number;
  /** Not let in, since the start. */
  readonly refused: number;
}

interface Entry {
  readonly address: string;
  readonly end: () => void;
  phase: ConnectionPhase;
  isKnown: boolean;
  since: number;
}

const SWEEP_MS = 1_000;

/**
 * Counts the connections of all ports and ends those that are too slow. When there is no room, the stranger that has
 * been silent for longest makes some: a flood of connections that say nothing then drives out itself, and never
 * somebody who is signed in.
 */
export class ConnectionGuard {
  /** Those nobody knows, the one that was silent for longest first. */
  private readonly strangers = new Set<Entry>();
  private readonly known = new Set<Entry>();
  private readonly byAddress = new Map<string, Set<Entry>>();
  private sweeper: Timer | null = null;
  private ended = 0;
  private refused = 0;

  constructor(
    private readonly limits: ConnectionLimits,
    private readonly clock: Clock,
  ) {}

  get counts(): GuardCounts {
    const strangers = this.strangers.size;
    return { total: strangers + this.known.size, strangers, ended: this.ended, refused: this.refused };
  }

  /**
   * @param address of the other end, without its port
   * @param end cuts the connection; `left` is called then as always
   * @returns `null` when there is no room for it
   */
  admit(address: string, end: () => void): GuardedConnection | null {
    if (!this.hasRoom(address)) {
      this.refused++;
      return null;
    }
    const entry: Entry = { address, end, phase: 'opening', isKnown: false, since: this.clock.monotonic() };
    this.strangers.add(entry);
    const ofAddress = this.byAddress.get(address) ?? new Set();
    this.byAddress.set(address, ofAddress.add(entry));
    this.sweeper ??= this.clock.every(SWEEP_MS, () => this.sweep());
    return {
      asked: () => this.enter(entry, 'asking'),
      heard: () => this.enter(entry, 'answering'),
      answered: () => this.enter(entry, 'idle'),
      known: () => this.recognise(entry),
      left: () => this.forget(entry),
    };
  }

  private hasRoom(address: string): boolean {
    const { total, perAddress, strangers } = this.limits;
    const ofAddress = this.byAddress.get(address);
    if (ofAddress !== undefined && ofAddress.size >= perAddress && !this.makeRoom(ofAddress)) return false;
    const isFull = this.strangers.size >= strangers || this.counts.total >= total;
    return !isFull || this.makeRoom(this.strangers);
  }

  /** @param among in the sequence in which they came or were last heard of */
  private makeRoom(among: ReadonlySet<Entry>): boolean {
    for (const entry of among) {
      if (entry.isKnown) continue;
      this.cut(entry);
      return true;
    }
    return false;
  }

  private enter(entry: Entry, phase: ConnectionPhase): void {
    entry.phase = phase;
    entry.since = this.clock.monotonic();
    if (this.strangers.delete(entry)) this.strangers.add(entry);
  }

  private recognise(entry: Entry): void {
    if (entry.isKnown || !this.strangers.delete(entry)) return;
    entry.isKnown = true;
    this.known.add(entry);
  }

  private sweep(): void {
    const now = this.clock.monotonic();
    for (const entries of [this.strangers, this.known]) {
      for (const entry of entries) if (now - entry.since > allowedMs(entry.phase, entry.isKnown)) this.cut(entry);
    }
  }

  private cut(entry: Entry): void {
    this.ended++;
    this.forget(entry);
    entry.end();
  }

  private forget(entry: Entry): void {
    this.strangers.delete(entry);
    this.known.delete(entry);
    const ofAddress = this.byAddress.get(entry.address);
    if (ofAddress?.delete(entry) && ofAddress.size === 0) this.byAddress.delete(entry.address);
    if (this.counts.total > 0) return;
    this.sweeper?.cancel();
    this.sweeper = null;
  }
}
