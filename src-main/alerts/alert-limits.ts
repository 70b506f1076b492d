import type { Config } from '../config/config.ts';
import type { AlertLimits } from './alert-rules.ts';

/** The limits of the rules in their units; a variable of 0 switches its rule off. */
export function alertLimits(config: Config): AlertLimits {
  const orNever = (limit: number): number | null => (limit === 0 ? null : limit);
  return {
    'database-away': orNever(config.ALERT_DATABASE_AWAY_SECONDS),
    lag: orNever(config.ALERT_LAG_MS),
    'gap-age': orNever(config.ALERT_GAP_AGE_SECONDS),
    errors: orNever(config.ALERT_ERRORS_PER_MINUTE),
    drift: config.ALERT_DRIFT ? 0 : null,
    'log-size': orNever(config.ALERT_LOG_MB),
  };
}
