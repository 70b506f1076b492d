import type { Stats } from '../../../src-shared/rest-api.ts';
import { alertMetrics } from './alert-metrics.ts';
import { auditMetrics } from './audit-metrics.ts';
import { clientMetrics } from './client-metrics.ts';
import { feedMetrics } from './feed-metrics.ts';
import { guardMetrics } from './guard-metrics.ts';
import type { MetricFamily } from './metric-family.ts';
import { replicaMetrics } from './replica-metrics.ts';
import { requestMetrics } from './request-metrics.ts';
import { serverMetrics } from './server-metrics.ts';
import { wakeMetrics } from './wake-metrics.ts';

const SECTIONS = [
  feedMetrics,
  wakeMetrics,
  clientMetrics,
  requestMetrics,
  guardMetrics,
  auditMetrics,
  replicaMetrics,
  alertMetrics,
  serverMetrics,
] as const;

/** The figures of `/api/stats` as metrics: one for each figure, all that there are, whether they have a value now or not. */
export function metricFamilies(stats: Stats): readonly MetricFamily[] {
  return SECTIONS.flatMap((section) => section(stats));
}
