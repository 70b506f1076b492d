import type { Clock } from '../../base/clock.ts';
import { type Announcement, announcementOf } from './news-words.ts';
import type { News } from './notification-rules.ts';

export interface NotifierDeps {
  readonly clock: Clock;
  /** Whether somebody looks at the window: who sees the orders needs no notification of them. */
  readonly isInFront: () => boolean;
  readonly show: (announcement: Announcement) => void;
}

/** Time between two notifications, at least; what comes in between is told with the next one. */
export const NOTIFICATION_PAUSE_MS = 5_000;
/** What belongs together arrives within this time: one write of many orders, for example. */
export const GATHER_MS = 250;

/** Tells news in few notifications, and none while the window is in front. */
export class Notifier {
  private gathered: News[] = [];
  private isDue = false;
  private lastShownAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly deps: NotifierDeps) {}

  raise(news: readonly News[]): void {
    if (news.length === 0) return;
    // What was seen in the window is not told later, when the window is left.
    if (this.deps.isInFront()) return;
    for (const one of news) this.gather(one);
    const { clock } = this.deps;
    const pause = this.lastShownAt + NOTIFICATION_PAUSE_MS - clock.monotonic();
    if (!this.isDue) clock.after(Math.max(GATHER_MS, pause), () => this.tell());
    this.isDue = true;
  }

  private gather(news: News): void {
    // A database that went and came back before anybody was told is no news.
    const lost = news.kind === 'database-back' ? this.gathered.findIndex(({ kind }) => kind === 'database-lost') : -1;
    if (lost === -1) this.gathered.push(news);
    else this.gathered.splice(lost, 1);
  }

  private tell(): void {
    const news = this.gathered;
    this.gathered = [];
    this.isDue = false;
    if (news.length === 0 || this.deps.isInFront()) return;
    this.lastShownAt = this.deps.clock.monotonic();
    this.deps.show(announcementOf(news));
  }
}
