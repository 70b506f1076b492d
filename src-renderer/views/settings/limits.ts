import { type LimitSettings, MAX_LIMIT_MINUTES } from '../../../src-shared/desktop-settings.ts';
import { text } from '../../strings.ts';
import { readNumber } from './number-field.ts';

export type LimitName = keyof LimitSettings;
export type LimitsTyped = Readonly<Record<LimitName, string>>;
export type LimitErrors = { readonly [Name in LimitName]?: string | null };

/** Pure: the limits as somebody typed them; `null` with what is wrong beside each field. */
export function readLimits(typed: LimitsTyped): {
  readonly limits: LimitSettings | null;
  readonly errors: LimitErrors;
} {
  const read = (name: LimitName) => readNumber(typed[name], 1, MAX_LIMIT_MINUTES);
  const [pendingWarn, pendingLate] = [read('pendingWarnMinutes'), read('pendingLateMinutes')];
  const [shippedWarn, shippedLate] = [read('shippedWarnMinutes'), read('shippedLateMinutes')];
  const errors = {
    pendingWarnMinutes: pendingWarn.error ?? sequence(pendingWarn.value, pendingLate.value),
    pendingLateMinutes: pendingLate.error,
    shippedWarnMinutes: shippedWarn.error ?? sequence(shippedWarn.value, shippedLate.value),
    shippedLateMinutes: shippedLate.error,
  };
  const isWrong = Object.values(errors).some((error) => error !== null);
  if (isWrong || pendingWarn.error !== null || pendingLate.error !== null) return { limits: null, errors };
  if (shippedWarn.error !== null || shippedLate.error !== null) return { limits: null, errors };
  const limits = {
    pendingWarnMinutes: pendingWarn.value,
    pendingLateMinutes: pendingLate.value,
    shippedWarnMinutes: shippedWarn.value,
    shippedLateMinutes: shippedLate.value,
  };
  return { limits, errors };
}

function sequence(warn: number | null, late: number | null): string | null {
  return warn !== null && late !== null && warn > late ? text.settings.limits.sequence : null;
}
