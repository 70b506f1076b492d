import { ALERT_RULES } from '../../../src-shared/alert.ts';
import type { Stats } from '../../../src-shared/rest-api.ts';
import { byLabel, flags, gauge, type MetricFamily } from './metric-family.ts';

/** What the server finds wrong by itself. */
export function alertMetrics({ alerts }: Stats): readonly MetricFamily[] {
  return [
    byLabel(
      'gauge',
      'orderdeck_alert_active',
      'Whether a figure is above the limit that the server itself watches, 1 or 0, by rule.',
      'rule',
      flags(ALERT_RULES, (rule) => alerts.active.includes(rule)),
    ),
    gauge(
      'orderdeck_webhook_undelivered',
      'Messages about alerts that were given up and are kept until somebody has them sent again.',
      alerts.undelivered,
    ),
  ];
}
