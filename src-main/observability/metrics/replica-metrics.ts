import { REPLICA_STATES } from '../../../src-shared/replica-status.ts';
import type { Stats } from '../../../src-shared/rest-api.ts';
import { byLabel, counter, flags, gauge, type MetricFamily, seconds } from './metric-family.ts';

/** Where lists, histories and snapshots are read. */
export function replicaMetrics({ replica }: Stats): readonly MetricFamily[] {
  return [
    byLabel(
      'gauge',
      'orderdeck_replica_state',
      'Whether reads go to the replica: 1 for the state it is in. Only in-use means that they do.',
      'state',
      flags(REPLICA_STATES, (state) => state === replica.state),
    ),
    gauge(
      'orderdeck_replica_lag_changes',
      'Changes that clients were told of and that the replica does not have yet.',
      replica.lagChanges,
    ),
    gauge('orderdeck_replica_lag_seconds', 'Time since the oldest of them was told.', seconds(replica.lagMs)),
    counter('orderdeck_replica_reads_total', 'Reads that the replica answered.', replica.readsReplica),
    counter(
      'orderdeck_replica_declined_reads_total',
      'Reads that the primary answered in its place, since it was not there or not far enough.',
      replica.readsPrimary,
    ),
  ];
}
