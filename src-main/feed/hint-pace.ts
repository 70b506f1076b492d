import type { Clock, Timer } from '../base/clock.ts';

/** Least pause between two reads that hints ask for, in milliseconds. */
const FLOOR_MS = 1;
/** A pause is at least so many times as long as the round before it: hints take a fifth of the processor at most. */
const SHARE = 4;
/** For so long after a hint its rows may still become visible: the word is sent a moment before the commit is through. */
const ECHO_MS = 30;
/** An empty read makes the next pause so many times longer. */
const GROWTH = 4;

/**
 * When hints make the reader read: at once when it was at rest, else after a pause that follows from what a round costs,
 * so that a burst becomes a few reads, and many clients make them as rare as polling does.
 */
export class HintPace {
  private gapMs = FLOOR_MS;
  /** Empty reads since the last one that a new hint asked for, itself included. */
  private echoes = 0;
  /** Reads in a row that new hints asked for in vain: most hints may be about other tables. */
  private vain = 0;
  private reading = false;
  /** A hint has come since the last round began. */
  private isNew = false;
  private roundIsHinted = false;
  private startedAt = 0;
  private endedAt = Number.NEGATIVE_INFINITY;
  private hintedAt = Number.NEGATIVE_INFINITY;
  private timer: Timer | null = null;

  /**
   * @param longestMs the longest pause: what polling does while changes come
   * @param wake makes the reader read now
   */
  constructor(
    private readonly clock: Clock,
    private readonly longestMs: number,
    private readonly wake: () => void,
  ) {}

  hinted(): void {
    const now = this.clock.monotonic();
    this.hintedAt = now;
    this.isNew = true;
    // The end of the round sees it. After a failed round this stays so until the next one: hints do not shorten backoff.
    if (this.reading || this.timer !== null) return;
    const waitMs = this.endedAt + this.gapMs - now;
    if (waitMs <= 0) {
      this.wake();
      return;
    }
    this.timer = this.clock.after(waitMs, () => {
      this.timer = null;
      this.wake();
    });
  }

  /** A round begins. */
  started(now: number): void {
    this.stop();
    this.reading = true;
    this.startedAt = now;
    this.roundIsHinted = this.isNew;
    this.isNew = false;
  }

  /** A round has succeeded. @returns milliseconds after which hints want the next one; Infinity: they do not */
  ended(found: boolean, now: number): number {
    this.reading = false;
    this.endedAt = now;
    const echoing = now - this.hintedAt < ECHO_MS;
    const inVain = !found && echoing;
    this.echoes = inVain ? (this.roundIsHinted ? 1 : this.echoes + 1) : 0;
    // Reads that only look again do not count: the next hint may be about a change, and waits for none of them.
    if (!inVain) this.vain = 0;
    else if (this.roundIsHinted) this.vain++;
    const leastMs = Math.max(FLOOR_MS, (now - this.startedAt) * SHARE);
    this.gapMs = Math.min(this.longestMs, this.vain === 0 ? leastMs : grown(this.vain));
    if (!echoing) return Number.POSITIVE_INFINITY;
    const echoMs = this.echoes === 0 ? leastMs : grown(this.echoes);
    return Math.min(this.longestMs, Math.max(this.gapMs, echoMs));
  }

  stop(): void {
    this.timer?.cancel();
    this.timer = null;
  }
}

/** The row is most often visible a moment later, so the first of the empty reads is followed at once. */
function grown(emptyReads: number): number {
  return FLOOR_MS * GROWTH ** Math.min(emptyReads - 1, 8);
}
