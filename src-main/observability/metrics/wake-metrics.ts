import { binlogStatsSchema, type Stats } from '../../../src-shared/rest-api.ts';
import { byLabel, counter, flags, gauge, type MetricFamily, seconds } from './metric-family.ts';

/** What makes changes come sooner and saves reads: the binary log and the bus between servers. */
export function wakeMetrics({ binlog, bus }: Stats): readonly MetricFamily[] {
  const states = binlogStatsSchema.shape.state.options;
  return [
    byLabel(
      'gauge',
      'orderdeck_binlog_state',
      'Whether the binary log tells the reader of commits: 1 for the state it is in. Without it changes come by looking.',
      'state',
      flags(states, (state) => state === binlog.state),
    ),
    counter('orderdeck_binlog_commits_total', 'Transactions the binary log told of.', binlog.commits),
    counter('orderdeck_binlog_losses_total', 'Times the connection to the binary log was lost.', binlog.losses),
    counter('orderdeck_binlog_missed_total', 'Changes found that the binary log had not told of.', binlog.missed),
    byLabel(
      'gauge',
      'orderdeck_bus_role',
      'What this server is among those that share a Redis: 1 for its role. No line has 1 where none is configured.',
      'role',
      flags(['leader', 'follower', 'alone'], (role) => bus?.role === role),
    ),
    gauge(
      'orderdeck_bus_up',
      '1 while Redis answers, 0 while it is away; no line where none is configured.',
      bus === null ? null : Number(bus.problem === null),
    ),
    gauge('orderdeck_bus_fence', 'Number of the lease of the server that reads for all.', bus?.fence ?? null),
    gauge(
      'orderdeck_bus_silence_seconds',
      'Time since the server that reads for all was heard.',
      seconds(bus?.silenceMs ?? null),
    ),
    gauge('orderdeck_bus_clients', 'Clients of all servers on the bus.', bus?.clients ?? null),
    gauge('orderdeck_bus_servers', 'Servers on the bus.', bus === null ? null : bus.servers.length),
    byLabel(
      'counter',
      'orderdeck_bus_events_total',
      'What happened on the bus, by kind: what was said, heard, believed and refused.',
      'event',
      bus?.counters ?? {},
    ),
  ];
}
