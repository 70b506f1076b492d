import type { Alert } from '../../../src-shared/alert.ts';
import type { ChangeEvent } from '../../../src-shared/change-event.ts';
import type { NotificationRules } from '../../../src-shared/desktop-settings.ts';
import type { ServerStatus } from '../../../src-shared/server-status.ts';
import type { AppObserver } from '../../app.ts';
import type { Clock, Timer } from '../../base/clock.ts';
import {
  alertNews,
  customerKey,
  customerNews,
  DATABASE_HERE,
  databaseNews,
  type News,
  NO_OVERDUE_TOLD,
  type OldestPending,
  overdueNews,
} from './notification-rules.ts';

export interface RuleWatchDeps {
  readonly clock: Clock;
  /** `null` when they cannot be had at the moment. */
  readonly oldestPending: () => Promise<OldestPending | null>;
  /** Milliseconds since 1970 by the database's clock; `null` while it is not known. */
  readonly databaseNow: () => number | null;
  readonly raise: (news: readonly News[]) => void;
  readonly onError: (error: unknown) => void;
}

/** How often the pending orders are looked at while a rule asks for them. */
export const LOOK_MS = 15_000;
/** Where the pending orders are the newest of a million, they take a second or two to find: the pause is so many times that. */
const PAUSE_FACTOR = 20;
/** However long it takes, it is asked again within this time. */
export const LONGEST_PAUSE_MS = 5 * 60_000;

const NO_RULES: NotificationRules = { pendingMinutes: null, databaseLostSeconds: null, customers: [], alerts: false };

/** Follows the core and finds what the rules ask for. */
export class RuleWatch implements AppObserver {
  private rules = NO_RULES;
  private customers: ReadonlySet<string> = new Set();
  private customersTold: readonly number[] = [];
  private overdueTold = NO_OVERDUE_TOLD;
  private away = DATABASE_HERE;
  private status: ServerStatus | null = null;
  private looking: object | null = null;
  private lookTimer: Timer | null = null;
  private notBefore = Number.NEGATIVE_INFINITY;
  private awayTimer: Timer | null = null;

  constructor(private readonly deps: RuleWatchDeps) {}

  /** What was told under the former rules is not told again, as far as the new ones say the same. */
  use(rules: NotificationRules): void {
    this.rules = rules;
    this.customers = new Set(rules.customers.map(customerKey));
    if (rules.pendingMinutes === null) this.overdueTold = NO_OVERDUE_TOLD;
    if (rules.databaseLostSeconds === null) this.away = { ...this.away, told: false };
    this.judgeDatabase();
    this.lookSoon();
  }

  /** Other orders from now on: another database was chosen. */
  forget(): void {
    this.customersTold = [];
    this.overdueTold = NO_OVERDUE_TOLD;
    this.away = DATABASE_HERE;
    this.looking = null;
  }

  stop(): void {
    this.lookTimer?.cancel();
    this.awayTimer?.cancel();
    this.looking = null;
    this.rules = NO_RULES;
    this.customers = new Set();
  }

  changed(changes: readonly ChangeEvent[]): void {
    if (this.customers.size === 0) return;
    const { told, news } = customerNews(this.customers, changes, this.customersTold);
    this.customersTold = told;
    this.deps.raise(news);
  }

  alerted(alert: Alert): void {
    const news = this.rules.alerts ? alertNews(alert) : null;
    if (news !== null) this.deps.raise([news]);
  }

  statusChanged(status: ServerStatus): void {
    const wasLive = this.status?.feed === 'live';
    this.status = status;
    this.judgeDatabase();
    if (status.feed === 'live' && !wasLive) this.lookSoon();
  }

  private judgeDatabase(): void {
    const { status } = this;
    this.awayTimer?.cancel();
    this.awayTimer = null;
    // One that starts or has stopped says nothing about the database.
    if (status === null || status.feed === 'starting' || status.feed === 'stopped') return;
    const seconds = this.rules.databaseLostSeconds;
    const { clock } = this.deps;
    const { away, news, dueInMs } = databaseNews(
      seconds ?? Number.POSITIVE_INFINITY,
      { away: status.feed !== 'live', problem: status.problem },
      clock.monotonic(),
      this.away,
    );
    this.away = away;
    if (dueInMs !== null && seconds !== null) this.awayTimer = clock.after(dueInMs, () => this.judgeDatabase());
    if (news !== null) this.deps.raise([news]);
  }

  private lookSoon(): void {
    this.lookTimer?.cancel();
    this.lookTimer = null;
    this.notBefore = Number.NEGATIVE_INFINITY;
    if (this.rules.pendingMinutes !== null) this.lookTimer = this.deps.clock.after(0, () => this.look());
  }

  private look(): void {
    const { clock } = this.deps;
    this.lookTimer = clock.after(LOOK_MS, () => this.look());
    if (this.looking !== null || this.status?.feed !== 'live' || clock.monotonic() < this.notBefore) return;
    const startedAt = clock.monotonic();
    const turn = {};
    this.looking = turn;
    this.deps
      .oldestPending()
      .then((pending) => {
        // The rules or the database may have become others meanwhile.
        if (this.looking === turn && pending !== null) this.judgePending(pending);
      })
      .catch(this.deps.onError)
      .finally(() => {
        if (this.looking !== turn) return;
        this.looking = null;
        const tookMs = clock.monotonic() - startedAt;
        this.notBefore = clock.monotonic() + Math.min(PAUSE_FACTOR * tookMs, LONGEST_PAUSE_MS);
      });
  }

  private judgePending(pending: OldestPending): void {
    const { pendingMinutes } = this.rules;
    const now = this.deps.databaseNow();
    if (pendingMinutes === null || now === null) return;
    const { told, news } = overdueNews(pendingMinutes, pending, now, this.overdueTold);
    this.overdueTold = told;
    if (news !== null) this.deps.raise([news]);
  }
}
