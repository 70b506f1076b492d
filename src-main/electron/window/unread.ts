import type { Clock, Timer } from '../../base/clock.ts';

/** The tray and the title are redrawn by the system: at most this often, in milliseconds. */
const TELL_EVERY_MS = 500;
const MOST_SHOWN = 999;

export interface UnreadDeps {
  readonly clock: Clock;
  readonly isInFront: () => boolean;
  readonly onCount: (count: number) => void;
}

/** Counts the changes nobody has seen: those since the window was last in front. */
export class Unread {
  private count = 0;
  private told = 0;
  private timer: Timer | null = null;

  constructor(private readonly deps: UnreadDeps) {}

  changed(changes: number): void {
    if (changes === 0 || this.deps.isInFront()) return;
    this.count += changes;
    this.timer ??= this.deps.clock.after(TELL_EVERY_MS, () => this.tell());
  }

  /** The window came to the front. */
  seen(): void {
    this.count = 0;
    this.tell();
  }

  private tell(): void {
    this.timer?.cancel();
    this.timer = null;
    if (this.count === this.told) return;
    this.told = this.count;
    this.deps.onCount(this.count);
  }
}

/** Pure: as people read it. */
export function unreadText(count: number): string {
  return count > MOST_SHOWN ? `${MOST_SHOWN}+` : String(count);
}

/** Pure: the window's title; `(3) Orders – Orderdeck`. */
export function titleWith(unread: number, title: string): string {
  return unread === 0 ? title : `(${unreadText(unread)}) ${title}`;
}
