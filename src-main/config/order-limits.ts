import type { OrderLimits } from '../../src-shared/order-limits.ts';
import type { Config } from './config.ts';

const MINUTE = 60_000;

/** Pure: the limits as clients are told them. */
export function orderLimits(config: Config): OrderLimits {
  return {
    pendingWarnMs: config.PENDING_WARN_MINUTES * MINUTE,
    pendingLateMs: config.PENDING_LATE_MINUTES * MINUTE,
    shippedWarnMs: config.SHIPPED_WARN_MINUTES * MINUTE,
    shippedLateMs: config.SHIPPED_LATE_MINUTES * MINUTE,
  };
}
