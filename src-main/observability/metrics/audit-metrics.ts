import type { Stats } from '../../../src-shared/rest-api.ts';
import { byLabel, counter, gauge, type MetricFamily, seconds, timestamp } from './metric-family.ts';

/** The comparison of the table with what was delivered, and what was found wrong with the database at the start. */
export function auditMetrics({ audit, preflight }: Stats): readonly MetricFamily[] {
  const found = (severity: string) => preflight.filter((finding) => finding.severity === severity).length;
  return [
    byLabel(
      'counter',
      'orderdeck_audits_total',
      'Comparisons of the table with what was delivered, by result.',
      'result',
      { 'no-drift': 0, drift: 0, failed: 0, ...audit.results },
    ),
    counter(
      'orderdeck_drifts_total',
      'Times the table was not what was delivered: changed past the log by TRUNCATE, a cascade, a dropped trigger or a restore.',
      audit.driftsFound,
    ),
    gauge('orderdeck_last_audit_timestamp_seconds', 'When the table was last compared.', timestamp(audit.lastAt)),
    gauge('orderdeck_last_audit_duration_seconds', 'Time the last comparison took.', seconds(audit.durationMs)),
    gauge('orderdeck_audited_orders', 'Orders in the table at the last comparison.', audit.orders),
    byLabel(
      'gauge',
      'orderdeck_database_findings',
      'What is wrong with the database, by severity; /api/stats says what, and how to repair it.',
      'severity',
      { error: found('error'), warning: found('warning'), info: found('info') },
    ),
  ];
}
