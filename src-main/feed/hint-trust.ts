export interface TrustSettings {
  /** How far the word of a commit and the row it made visible may be apart, either way. */
  readonly announceMs: number;
  /** How long a write of our own may stay unannounced. */
  readonly canaryMs: number;
  /** How long nothing at all may be heard; the database gives a sign every second. */
  readonly silentMs: number;
  /** How long a stream that kept a change to itself is not relied on. */
  readonly doubtMs: number;
}

export type TrustLevel = 'closed' | 'silent' | 'doubted' | 'deaf' | 'unproven' | 'trusted';

/**
 * Whether the reader may rely on being told of commits, and so look less often by itself. All of it must hold:
 *
 * - something was heard of the stream within `silentMs`;
 * - the last write of our own was told within `canaryMs`: the commits of this database are in the stream;
 * - no read found a change that had not been told: then nothing is relied on for `doubtMs`.
 *
 * Times are of the monotonic clock.
 */
export class HintTrust {
  private openedAt: number | null = null;
  private heardAt = 0;
  private committedAt = Number.NEGATIVE_INFINITY;
  private unansweredSince: number | null = null;
  private suspectedAt: number | null = null;
  private doubtedUntil = Number.NEGATIVE_INFINITY;
  private proven = false;
  /** Changes, or groups of them, that were found without having been told. */
  missed = 0;

  constructor(private readonly settings: TrustSettings) {}

  opened(now: number): void {
    this.openedAt = now;
    this.heardAt = now;
  }

  closed(): void {
    this.openedAt = null;
    this.committedAt = Number.NEGATIVE_INFINITY;
    this.unansweredSince = null;
    this.suspectedAt = null;
    this.proven = false;
  }

  /** Something came, whatever it was. */
  heard(now: number): void {
    this.heardAt = now;
  }

  committed(now: number): void {
    this.settle(now);
    this.suspectedAt = null;
    if (this.unansweredSince !== null) this.prove();
    this.heardAt = now;
    this.committedAt = now;
  }

  /** A write of our own was committed. @param startedAt when it was sent */
  wrote(startedAt: number, now: number): void {
    if (this.openedAt === null || startedAt < this.openedAt) return;
    if (this.committedAt >= startedAt) this.prove();
    else this.unansweredSince ??= now;
  }

  /** A read found changes. @param since when the read before it began, which had left nothing */
  found(since: number, now: number): void {
    if (this.openedAt === null || since < this.openedAt) return;
    // Its word may still be on the way.
    if (this.committedAt < since - this.settings.announceMs) this.suspectedAt ??= now;
  }

  level(now: number): TrustLevel {
    if (this.openedAt === null) return 'closed';
    this.settle(now);
    if (now - this.heardAt > this.settings.silentMs) return 'silent';
    if (now < this.doubtedUntil) return 'doubted';
    if (this.unansweredSince !== null && now - this.unansweredSince > this.settings.canaryMs) return 'deaf';
    return this.proven ? 'trusted' : 'unproven';
  }

  private prove(): void {
    this.unansweredSince = null;
    this.proven = true;
  }

  private settle(now: number): void {
    if (this.suspectedAt === null || now - this.suspectedAt <= this.settings.announceMs) return;
    this.suspectedAt = null;
    this.missed++;
    this.doubtedUntil = now + this.settings.doubtMs;
  }
}
