import type { Clock } from './base/clock.ts';
import type { Config } from './config/config.ts';
import { parseHeaders } from './config/observing-config.ts';
import type { Logger } from './observability/logger.ts';
import type { TraceResource } from './observability/tracing/span.ts';
import type { Tracing } from './observability/tracing/tracing.ts';

export interface TracingOptions {
  readonly config: Config;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly databaseNow: () => number;
  readonly resource: TraceResource;
}

const NOTHING = async () => undefined;

/**
 * Has changes followed, where a collector of traces is configured; nothing of it is loaded otherwise.
 *
 * @returns what ends it
 */
export async function startTracing(tracing: Tracing, options: TracingOptions): Promise<() => Promise<unknown>> {
  const { config, logger, clock, databaseNow, resource } = options;
  if (config.OTEL_EXPORTER_OTLP_ENDPOINT === '') return NOTHING;
  const [{ ChangeTracer }, { TraceExporter }, { postSpans }] = await Promise.all([
    import('./observability/tracing/change-tracer.ts'),
    import('./observability/tracing/trace-exporter.ts'),
    import('./observability/tracing/post-spans.ts'),
  ]);
  const url = new URL(`${config.OTEL_EXPORTER_OTLP_ENDPOINT.replace(/\/+$/, '')}/v1/traces`);
  const headers = parseHeaders(config.OTEL_EXPORTER_OTLP_HEADERS) ?? {};
  const random = Math.random;
  const exporter = new TraceExporter({
    clock,
    random,
    logger,
    resource,
    post: (body) => postSpans(url, headers, body),
  });
  tracing.tracer = new ChangeTracer({
    clock,
    databaseNow,
    share: config.OTEL_TRACES_SAMPLER_ARG,
    random,
    export: (spans) => exporter.add(spans),
    overflowed: (count) => exporter.dropped(count),
  });
  tracing.figures = () => exporter.figures();
  logger.info({ collector: url.host, share: config.OTEL_TRACES_SAMPLER_ARG }, 'Changes are traced');
  return () => {
    tracing.tracer = null;
    return exporter.stop();
  };
}
