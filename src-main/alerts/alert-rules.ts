import type { AlertRule } from '../../src-shared/alert.ts';

/** The figure of each rule in its unit; `null`: not known, or nothing of this server's business. */
export type AlertFigures = Readonly<Record<AlertRule, number | null>>;

/** Above which value a rule raises an alert; `null`: never. */
export type AlertLimits = Readonly<Record<AlertRule, number | null>>;

/** A value has to be above its limit for so long, in milliseconds: one slow read is nobody's business. */
export const HOLD_MS: Readonly<Record<AlertRule, number>> = {
  'database-away': 0,
  lag: 30_000,
  'gap-age': 0,
  errors: 0,
  drift: 0,
  'log-size': 0,
};

/** And not above it for so long until it is over: what comes and goes is one alert. */
export const CALM_MS = 30_000;

/** One rule's memory. Times in milliseconds of a monotonic clock. */
export interface RuleState {
  /** Since when the value has been above the limit without a break; `null`: it is not. */
  readonly aboveSince: number | null;
  /** When it last was above. */
  readonly lastAbove: number;
  readonly raised: boolean;
  /** The worst value of the alert. */
  readonly worst: number;
}

export const CALM: RuleState = { aboveSince: null, lastAbove: Number.NEGATIVE_INFINITY, raised: false, worst: 0 };

/** `changed`: the alert goes on and its worst value became worse. */
export type RuleEvent = 'raised' | 'changed' | 'ended' | null;

/**
 * Pure. What the figure of one moment makes of a rule. A figure that is not known changes nothing: a server that cannot
 * look has no reason to say that all is well.
 *
 * @param now milliseconds of a monotonic clock
 */
export function judge(
  rule: AlertRule,
  value: number | null,
  limit: number | null,
  now: number,
  before: RuleState,
): { readonly state: RuleState; readonly event: RuleEvent } {
  if (limit === null || value === null) return { state: before, event: null };
  if (value <= limit) {
    const isOver = before.raised && now - before.lastAbove >= CALM_MS;
    return { state: isOver ? CALM : { ...before, aboveSince: null }, event: isOver ? 'ended' : null };
  }
  const aboveSince = before.aboveSince ?? now;
  const raised = before.raised || now - aboveSince >= HOLD_MS[rule];
  const worst = Math.max(value, before.worst);
  const state = { aboveSince, lastAbove: now, raised, worst };
  if (!raised) return { state, event: null };
  if (!before.raised) return { state, event: 'raised' };
  return { state, event: worst > before.worst ? 'changed' : null };
}
