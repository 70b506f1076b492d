import type { Clock, Timer } from '../base/clock.ts';
import type { Service } from '../base/service.ts';
import { Turns } from '../base/turns.ts';
import type { Credentials } from './credentials.ts';
import type { Principal } from './principal.ts';
import { SESSION_LIFE_MS, SESSION_MOST_MS } from './session-life.ts';
import { principalOfSession } from './session-principal.ts';
import type { SessionRecord, SessionStore } from './session-store.ts';

export interface LiveSessionsDeps {
  readonly store: SessionStore;
  readonly clock: Clock;
  /** Milliseconds since 1970 by the database's clock, which says when a session is over. */
  readonly now: () => number;
  readonly failed: (error: unknown) => void;
  /** A session at a paired device is in use; at most once a minute for each. */
  readonly deviceSeen: (deviceId: number, address: string) => void;
}

type Watcher = (why: string) => void;

interface Known {
  record: SessionRecord;
  /** As of which all of this was read. */
  generation: string;
  /** By the monotonic clock. */
  usedAt: number;
  touchedAt: number;
  address: string;
  readonly watchers: Map<Watcher, Principal>;
}

/** Twice within the second in which a right that was taken away must be gone. */
const LOOK_MS = 500;
/** Every so many looks all sessions are read again: somebody may have taken a row out by hand. */
const LOOKS_PER_READ = 60;
/** A session is marked as seen this often at most. */
const TOUCH_MS = 60_000;
/** What nobody has used for so long is forgotten here. */
const FORGET_MS = 600_000;
const PRUNE_MS = 600_000;

/**
 * The sessions this server has seen, as they were when the generation was last looked at. While the database is away
 * they stay good: nothing can be taken away in it either, and the Monitor is needed most then.
 */
export class LiveSessions implements Service {
  readonly name = 'live-sessions';
  private readonly known = new Map<string, Known>();
  private readonly finding = new Map<string, Promise<Known | null>>();
  private looker: Timer | null = null;
  private pruner: Timer | null = null;
  private readonly turns = new Turns();
  private isLooking = false;
  private looks = 0;
  private stopped = false;

  constructor(private readonly deps: LiveSessionsDeps) {}

  async start(): Promise<void> {
    this.pruner = this.deps.clock.every(PRUNE_MS, () => void this.deps.store.prune().catch(this.deps.failed));
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.pruner?.cancel();
    this.looker?.cancel();
    this.looker = null;
    await this.turns.take(async () => undefined);
  }

  /**
   * @param from where it is used now
   * @returns `null` when it is over, or belongs to nobody any more
   * @throws AppError `database-unavailable` when it is not known here and cannot be looked up
   */
  async use(id: string, from: Pick<Credentials, 'address'>): Promise<SessionRecord | null> {
    const known = this.known.get(id) ?? (await this.find(id));
    if (known === null || this.isOver(known)) return null;
    known.usedAt = this.deps.clock.monotonic();
    known.address = from.address;
    this.touch(id, known);
    return known.record;
  }

  /** The device of a session that is in use here, as it is now. */
  device(sessionId: string): SessionRecord['device'] {
    return this.known.get(sessionId)?.record.device ?? null;
  }

  /** Calls once when this principal's session is over or makes somebody else of it; see `Access.watch`. */
  watch(principal: Principal, onEnded: Watcher): () => void {
    const known = principal.sessionId === null ? undefined : this.known.get(principal.sessionId);
    if (known === undefined) {
      // It ended while the socket was being opened.
      const soon = this.deps.clock.after(0, () => onEnded(OVER));
      return () => soon.cancel();
    }
    known.watchers.set(onEnded, principal);
    this.judge(known);
    return () => known.watchers.delete(onEnded);
  }

  /** Looks now whether somebody has lost a right; resolves when whoever it concerns is told. */
  look(): Promise<void> {
    // Not the one under way: it may have looked before the right was taken away.
    return this.turns.take(() => this.lookOnce());
  }

  private find(id: string): Promise<Known | null> {
    const underWay = this.finding.get(id);
    if (underWay !== undefined) return underWay;
    const found = this.read(id).finally(() => this.finding.delete(id));
    this.finding.set(id, found);
    return found;
  }

  private async read(id: string): Promise<Known | null> {
    const { generation, sessions } = await this.deps.store.find([id]);
    const record = sessions.get(id);
    if (record === undefined) return null;
    const now = this.deps.clock.monotonic();
    const known: Known = {
      record,
      generation,
      usedAt: now,
      touchedAt: Number.NEGATIVE_INFINITY,
      address: '',
      watchers: new Map(),
    };
    this.known.set(id, known);
    if (!this.stopped) this.looker ??= this.deps.clock.every(LOOK_MS, () => this.tick());
    return known;
  }

  private tick(): void {
    if (!this.isLooking) void this.look();
  }

  private async lookOnce(): Promise<void> {
    this.isLooking = true;
    try {
      this.forgetUnused();
      if (this.known.size === 0) {
        this.looker?.cancel();
        this.looker = null;
        return;
      }
      this.looks++;
      const generation = await this.deps.store.generation();
      const isAll = this.looks % LOOKS_PER_READ === 0;
      const stale = [...this.known].filter(([, known]) => isAll || known.generation !== generation);
      if (stale.length > 0) await this.readAgain(stale);
      for (const [id, known] of this.known) this.check(id, known);
    } catch (error) {
      this.deps.failed(error);
    } finally {
      this.isLooking = false;
    }
  }

  private async readAgain(stale: readonly (readonly [string, Known])[]): Promise<void> {
    const { generation, sessions } = await this.deps.store.find(stale.map(([id]) => id));
    for (const [id, known] of stale) {
      const record = sessions.get(id);
      if (record === undefined) {
        this.end(id, known);
        continue;
      }
      known.record = record;
      known.generation = generation;
      this.judge(known);
    }
  }

  private check(id: string, known: Known): void {
    if (this.isOver(known)) this.end(id, known);
    // An open connection is use: who watches all day is not sent to the door.
    else if (known.watchers.size > 0) this.touch(id, known);
  }

  private end(id: string, known: Known): void {
    this.known.delete(id);
    tell(known, [...known.watchers.keys()], OVER);
  }

  private judge(known: Known): void {
    const now = principalOfSession(known.record);
    const others = [...known.watchers].filter(([, was]) => !isSame(was, now)).map(([watcher]) => watcher);
    tell(known, others, CHANGED);
  }

  private touch(id: string, known: Known): void {
    const now = this.deps.clock.monotonic();
    if (now - known.touchedAt < TOUCH_MS) return;
    known.touchedAt = now;
    const { kind, openedAt, expiresAt } = known.record;
    const [lifeMs, mostMs] = [SESSION_LIFE_MS[kind], SESSION_MOST_MS[kind]];
    const prolonged = Math.min(Math.max(expiresAt, this.deps.now() + lifeMs), openedAt + mostMs);
    known.record = { ...known.record, expiresAt: prolonged };
    void this.deps.store.touch(id, known.address, { lifeMs, mostMs }).catch(this.deps.failed);
    if (known.record.device !== null) this.deps.deviceSeen(known.record.device.id, known.address);
  }

  private forgetUnused(): void {
    const before = this.deps.clock.monotonic() - FORGET_MS;
    for (const [id, known] of this.known) {
      if (known.watchers.size === 0 && known.usedAt < before) this.known.delete(id);
    }
  }

  private isOver(known: Known): boolean {
    return known.record.expiresAt <= this.deps.now();
  }
}

const OVER = 'This session is over. Sign in again.';
const CHANGED = 'The rights of this session have changed. Come back with the new ones.';

function tell(known: Known, watchers: readonly Watcher[], why: string): void {
  for (const watcher of watchers) {
    known.watchers.delete(watcher);
    watcher(why);
  }
}

function isSame(was: Principal, now: Principal): boolean {
  return (
    was.actor === now.actor && was.role === now.role && was.personId === now.personId && was.deviceId === now.deviceId
  );
}
