import type { Stats } from '../../../src-shared/rest-api.ts';
import { byLabel, counter, gauge, info, type MetricFamily, seconds, timestamp } from './metric-family.ts';

/** The process, under the names that other programs on Node.js have for the same. */
export function serverMetrics({ server, process, status, logged, traces }: Stats): readonly MetricFamily[] {
  const cpu = [process.cpuUserMs, process.cpuSystemMs] as const;
  return [
    info('orderdeck_build_info', 'Version of this server and of the database it follows.', {
      version: server.version,
      node: process.node,
      database: status.database ?? '',
    }),
    gauge(
      'process_start_time_seconds',
      'When the process started, in seconds since 1970.',
      timestamp(process.startedAt),
    ),
    counter('process_cpu_user_seconds_total', 'CPU time spent in the program.', seconds(cpu[0])),
    counter('process_cpu_system_seconds_total', 'CPU time spent in the system for it.', seconds(cpu[1])),
    counter('process_cpu_seconds_total', 'CPU time spent, all together.', seconds(cpu[0] + cpu[1])),
    gauge('process_resident_memory_bytes', 'Memory the process holds.', server.rssBytes),
    gauge('process_open_fds', 'Files, sockets and pipes that are open.', process.openFiles),
    gauge('nodejs_heap_size_used_bytes', 'Memory of JavaScript in use.', server.heapUsedBytes),
    gauge('nodejs_heap_size_total_bytes', 'Memory of JavaScript that is reserved.', process.heapTotalBytes),
    gauge('nodejs_external_memory_bytes', 'Memory of buffers, outside of that.', process.externalBytes),
    gauge(
      'nodejs_eventloop_lag_p99_seconds',
      'How late timers ran, 99th percentile of the last five seconds. Above 0.1 the server is short of CPU.',
      seconds(process.loopDelayP99),
    ),
    byLabel(
      'counter',
      'orderdeck_logged_problems_total',
      'Lines of the log that are warnings and errors, by level.',
      'level',
      { warning: logged.warnings, error: logged.errors },
    ),
    gauge('orderdeck_trace_queue_spans', 'Spans that wait to be sent to the collector of traces.', traces?.queued ?? 0),
    counter('orderdeck_trace_spans_exported_total', 'Spans the collector of traces took.', traces?.exported ?? 0),
    counter(
      'orderdeck_trace_spans_dropped_total',
      'Spans given up, since the queue was full or the collector refused them.',
      traces?.dropped ?? 0,
    ),
    counter(
      'orderdeck_trace_export_failures_total',
      'Attempts to reach the collector of traces that failed.',
      traces?.failures ?? 0,
    ),
  ];
}
