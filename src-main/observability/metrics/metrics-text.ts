import type { MetricFamily } from './metric-family.ts';

export interface MetricsText {
  readonly type: string;
  readonly text: string;
}

/** The text format of Prometheus. Its library is loaded when somebody first asks: most servers are never asked. */
export async function metricsText(families: readonly MetricFamily[]): Promise<MetricsText> {
  const { AggregatorRegistry } = await import('prom-client');
  const registry = AggregatorRegistry.aggregate([families.map(jsonOf)]);
  return { type: registry.contentType, text: await registry.metrics() };
}

/** As the library hands metrics from one process to another. */
function jsonOf({ name, type, help, samples }: MetricFamily): object {
  const values = samples.map(({ labels, value, suffix }) => ({
    labels,
    value,
    ...(suffix !== undefined && { metricName: `${name}${suffix}` }),
  }));
  return { name, type, help, values, aggregator: 'first' };
}
