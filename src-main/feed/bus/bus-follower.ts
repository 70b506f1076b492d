import type { AnchoredPosition, LogRead } from '../change-log.ts';
import { advance, hasSeen } from '../position.ts';
import type { BusBatch, BusPulse } from './bus-message.ts';

export interface FollowerSettings {
  /** Without a word for so long the leader counts as gone, in milliseconds. */
  readonly silentMs: number;
  /** How old the leader's last look at the log may be. */
  readonly oldestReadMs: number;
  /** Entries that may wait to be taken; beyond that they are read from the log instead. */
  readonly maxWaiting: number;
}

/** What was known when an own read of the log began. */
export interface ReadMark {
  readonly generation: number;
  readonly waiting: number;
  readonly heard: boolean;
}

/**
 * Decides when what the leader says may stand for an own read of the log.
 *
 * The rule: this server is *in step* once an own complete read, begun after a message was heard, has ended. It has then
 * seen all that the leader had seen when it sent that message, so the batches after it, none missing, are exactly what
 * own reads would have brought, in a sequence that takes no order backwards. Whatever does not fit (a batch missing,
 * another leader, another epoch) ends that, and own reads go on from this server's own position. Positions are never
 * taken over from others, so no message can make this server believe it has seen what it has not.
 */
export class BusFollower {
  readonly counters = { batches: 0, holes: 0, repeats: 0, stale: 0 };
  private stream: { readonly leader: string; readonly fence: number } | null = null;
  /** Where the stream stands as far as it was heard; `null` before a word of this epoch was. */
  private lastSeq: number | null = null;
  private lastBeat = 0;
  private heardAt = Number.NEGATIVE_INFINITY;
  private readAt = Number.NEGATIVE_INFINITY;
  private inStep = false;
  /** Batches after those that own reads have covered, none missing, the last of them `lastSeq`. */
  private inbox: BusBatch[] = [];
  private waiting = 0;
  /** Counts what makes an own read that is under way prove nothing. */
  private generation = 0;

  constructor(private readonly settings: FollowerSettings) {}

  /** @param epoch of this server's position */
  heard(message: BusBatch | BusPulse, epoch: string | null, now: number): void {
    if (this.stream !== null && message.fence < this.stream.fence) {
      this.counters.stale++;
      return;
    }
    if (message.fence !== this.stream?.fence || message.leader !== this.stream.leader) this.follow(message);
    if (message.kind === 'pulse') {
      if (message.beat <= this.lastBeat) {
        this.counters.repeats++;
        return;
      }
      this.lastBeat = message.beat;
    }
    this.heardAt = now;
    this.readAt = Math.max(this.readAt, message.kind === 'pulse' ? now - message.readAgeMs : now);
    if (message.epoch !== epoch) this.loseStep(null);
    else this.place(message);
  }

  /** Redis says who leads: its word counts, also when the number is lower, as after a loss of all its data. */
  adopt(holder: { readonly leader: string; readonly fence: number }): void {
    if (holder.fence !== this.stream?.fence || holder.leader !== this.stream.leader) this.follow(holder);
  }

  /** The leader stands at `seq` and its words have not come: what they would have said is read instead. */
  isBehind(seq: number): boolean {
    return this.lastSeq !== null && this.lastSeq < seq;
  }

  /** What was heard so far says nothing about what comes next. @param seq where the stream stands, if that is known */
  loseStep(seq: number | null = this.lastSeq): void {
    if (this.inStep) this.counters.holes++;
    this.inStep = false;
    this.lastSeq = seq;
    this.inbox = [];
    this.waiting = 0;
    this.generation++;
  }

  /** Whether the leader's words stand for own reads now. */
  isFed(now: number): boolean {
    const { silentMs, oldestReadMs } = this.settings;
    return this.inStep && now - this.heardAt < silentMs && now - this.readAt < oldestReadMs;
  }

  /** Milliseconds since a leader was heard; `null` if never. */
  silence(now: number): number | null {
    return this.heardAt === Number.NEGATIVE_INFINITY ? null : now - this.heardAt;
  }

  mark(): ReadMark {
    return { generation: this.generation, waiting: this.inbox.length, heard: this.lastSeq !== null };
  }

  /** An own read has brought everything there was. @param mark from before it began */
  readAll(mark: ReadMark): void {
    if (mark.generation !== this.generation || !mark.heard) return;
    for (const { entries } of this.inbox.splice(0, mark.waiting)) this.waiting -= entries.length;
    this.inStep = true;
  }

  /** What an own read from `from` would have brought; `null` when only an own read can tell. */
  take(from: AnchoredPosition, now: number): LogRead | null {
    if (!this.isFed(now)) return null;
    const batch = this.inbox.shift();
    if (batch === undefined) return this.answer([], from);
    this.waiting -= batch.entries.length;
    // An own read may have been ahead of the leader.
    const entries = batch.entries.filter(({ id }) => !hasSeen(from.position, id));
    const position = advance(
      from.position,
      entries.map(({ id }) => id),
    );
    const moved = position.head > from.position.head;
    if (moved && position.head !== batch.head) {
      this.loseStep();
      return null;
    }
    this.counters.batches++;
    return this.answer(entries, { position, stamp: moved ? batch.stamp : from.stamp });
  }

  private follow({ leader, fence }: { readonly leader: string; readonly fence: number }): void {
    this.loseStep(null);
    this.stream = { leader, fence };
    this.lastBeat = 0;
    this.heardAt = Number.NEGATIVE_INFINITY;
    this.readAt = Number.NEGATIVE_INFINITY;
  }

  private place(message: BusBatch | BusPulse): void {
    const { seq } = message;
    if (this.lastSeq === null) {
      this.loseStep(seq);
    } else if (message.kind === 'pulse') {
      if (seq > this.lastSeq) this.loseStep(seq);
    } else if (seq <= this.lastSeq) {
      this.counters.repeats++;
    } else if (seq > this.lastSeq + 1 || this.waiting + message.entries.length > this.settings.maxWaiting) {
      this.loseStep(seq);
    } else {
      this.lastSeq = seq;
      this.inbox.push(message);
      this.waiting += message.entries.length;
    }
  }

  private answer(entries: LogRead['entries'], next: AnchoredPosition): LogRead {
    return { entries, anchor: 'same', next, more: this.inbox.length > 0, moreLate: false, oldestId: null };
  }
}
