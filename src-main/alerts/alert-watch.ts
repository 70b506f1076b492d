import { ALERT_RULES, type Alert, type AlertRule, ENDED_ALERTS_KEPT } from '../../src-shared/alert.ts';
import type { Clock, Timer } from '../base/clock.ts';
import type { Service } from '../base/service.ts';
import { type AlertFigures, type AlertLimits, CALM, judge, type RuleState } from './alert-rules.ts';
import { alertMessage } from './alert-words.ts';

export interface AlertWatchDeps {
  readonly clock: Clock;
  readonly limits: AlertLimits;
  readonly figures: () => AlertFigures;
  /** A name for an alert that no other ever has. */
  readonly newId: () => string;
  /** One has begun or is over. */
  readonly told: (alert: Alert) => void;
}

/** Time between two looks, in milliseconds. */
export const ALERT_LOOK_MS = 5_000;

/** Looks at the figures and tells when one goes above its limit, and when that is over. */
export class AlertWatch implements Service {
  readonly name = 'alerts';
  private readonly states = new Map<AlertRule, RuleState>();
  private readonly alerts = new Map<AlertRule, Alert>();
  private readonly over: Alert[] = [];
  private timer: Timer | null = null;

  constructor(private readonly deps: AlertWatchDeps) {}

  async start(): Promise<void> {
    this.timer = this.deps.clock.every(ALERT_LOOK_MS, () => this.look());
  }

  async stop(): Promise<void> {
    this.timer?.cancel();
  }

  /** Those that last, in the sequence in which they began. */
  get active(): readonly Alert[] {
    return [...this.alerts.values()];
  }

  /** Those that have ended, the newest first. */
  get ended(): readonly Alert[] {
    return this.over;
  }

  look(): void {
    const { clock, limits } = this.deps;
    const figures = this.deps.figures();
    for (const rule of ALERT_RULES) {
      const limit = limits[rule];
      if (limit === null) continue;
      const { state, event } = judge(rule, figures[rule], limit, clock.monotonic(), this.states.get(rule) ?? CALM);
      this.states.set(rule, state);
      if (event === 'ended') this.end(rule);
      else if (event !== null) this.keep(rule, state.worst, limit, event === 'raised');
    }
  }

  private keep(rule: AlertRule, value: number, limit: number, isNew: boolean): void {
    const known = this.alerts.get(rule);
    const alert: Alert = {
      id: known?.id ?? this.deps.newId(),
      rule,
      value,
      limit,
      message: alertMessage(rule, value, limit),
      since: known?.since ?? this.time(),
      endedAt: null,
    };
    this.alerts.set(rule, alert);
    // That it became worse is shown, not told: a database that is away would be told of every five seconds.
    if (isNew) this.deps.told(alert);
  }

  private end(rule: AlertRule): void {
    const alert = this.alerts.get(rule);
    if (alert === undefined) return;
    this.alerts.delete(rule);
    const over = { ...alert, endedAt: this.time() };
    this.over.unshift(over);
    this.over.length = Math.min(this.over.length, ENDED_ALERTS_KEPT);
    this.deps.told(over);
  }

  private time(): string {
    return new Date(this.deps.clock.now()).toISOString();
  }
}
