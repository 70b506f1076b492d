import type { LogRead } from '../change-log.ts';
import type { BusBatch, BusMessage, BusMessages, BusPulse } from './bus-message.ts';
import type { BusTransport } from './bus-transport.ts';

export interface BusSpeakerDeps {
  readonly serverId: string;
  readonly transport: Pick<BusTransport, 'publishAs' | 'publish'>;
  readonly now: () => number;
  readonly epoch: () => string | null;
  /** The fence to speak under; `null` when this server must not. */
  readonly fence: () => number | null;
  /** The lease turned out to be another's. */
  readonly refused: () => void;
}

/** Unsent text beyond which nothing more is handed over: Redis is too slow, and the others read for themselves. */
const MAX_UNSENT = 8 * 1_024 * 1_024;
/** Writes come in bursts; one poke is enough for those of one read. */
const POKE_REST_MS = 5;

/** What a server says to the others: as the leader what it has read, else that somebody should look. */
export class BusSpeaker {
  readonly counters = { sent: 0, skipped: 0, refused: 0, failures: 0 };
  /** Counts up whenever this server has seen something new, also when nobody is told: others see that it is missing. */
  seq = 0;
  private messages: BusMessages | null = null;
  private beat = 0;
  private unsent = 0;
  private readAt = Number.NEGATIVE_INFINITY;
  private pokedAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly deps: BusSpeakerDeps) {}

  signWith(messages: BusMessages): void {
    this.messages = messages;
  }

  /** This server has read its log. @param isPublic false: for what must not be told, though it was seen */
  hasRead({ entries, next }: LogRead, isPublic: boolean): void {
    this.readAt = this.deps.now();
    if (entries.length === 0) return;
    this.seq++;
    const { position, stamp } = next;
    if (isPublic) this.lead((sender) => ({ ...sender, kind: 'batch', entries, head: position.head, stamp }));
  }

  /** Says that this server is there, where it leads. */
  pulse(): void {
    const readAgeMs = Math.round(this.deps.now() - this.readAt);
    if (!Number.isFinite(readAgeMs)) return;
    this.lead((sender) => ({ ...sender, kind: 'pulse', beat: ++this.beat, readAgeMs }));
  }

  /** Asks the leader to look at the log now. */
  poke(): void {
    const now = this.deps.now();
    if (this.deps.fence() !== null || now - this.pokedAt < POKE_REST_MS) return;
    this.pokedAt = now;
    void this.toAll({ kind: 'poke' });
  }

  async bye(): Promise<void> {
    await this.toAll({ kind: 'bye' });
  }

  private lead(say: (sender: Pick<BusBatch, 'leader' | 'fence' | 'epoch' | 'seq'>) => BusBatch | BusPulse): void {
    const [fence, epoch] = [this.deps.fence(), this.deps.epoch()];
    if (this.messages === null || fence === null || epoch === null) return;
    if (this.unsent > MAX_UNSENT) {
      this.counters.skipped++;
      return;
    }
    const text = this.messages.encode(say({ leader: this.deps.serverId, fence, epoch, seq: this.seq }));
    this.unsent += text.length;
    void this.hand(text, () => this.deps.transport.publishAs(fence, text));
  }

  private async toAll(message: BusMessage): Promise<void> {
    if (this.messages === null) return;
    const text = this.messages.encode(message);
    this.unsent += text.length;
    await this.hand(text, async () => {
      await this.deps.transport.publish(text);
      return true;
    });
  }

  /** Never rejects: what is not heard is read. */
  private async hand(text: string, publish: () => Promise<boolean>): Promise<void> {
    try {
      if (await publish()) {
        this.counters.sent++;
        return;
      }
      this.counters.refused++;
      this.deps.refused();
    } catch {
      this.counters.failures++;
    } finally {
      this.unsent -= text.length;
    }
  }
}
