import type { Stats } from '../../../src-shared/rest-api.ts';
import { feedStateSchema } from '../../../src-shared/server-status.ts';
import { byLabel, counter, flags, gauge, histogram, type MetricFamily, seconds, timestamp } from './metric-family.ts';

/** From the row in the change log to the hub. */
export function feedMetrics({ status, feed, log }: Stats): readonly MetricFamily[] {
  const count = (name: string) => feed.counters[name] ?? 0;
  return [
    byLabel(
      'gauge',
      'orderdeck_feed_state',
      'State of the change feed: 1 for the state it is in, 0 for the others. Only live means that every screen is up to date.',
      'state',
      flags(feedStateSchema.options, (state) => state === status.feed),
    ),
    gauge(
      'orderdeck_feed_data_age_seconds',
      'Time since the change log was last read to its end. Grows while MySQL does not answer.',
      seconds(status.dataAgeMs),
    ),
    histogram(
      'orderdeck_change_lag_seconds',
      'Time from the commit of a change to its hand-over to the sockets of all clients; an upper bound, since plain MySQL tells no time of commit.',
      [{ times: feed.lags }],
    ),
    histogram('orderdeck_log_read_duration_seconds', 'Time one read of the change log took in MySQL.', [
      { times: feed.reads },
    ]),
    gauge(
      'orderdeck_log_read_interval_seconds',
      'Time the reader rests before it looks at the change log again.',
      seconds(status.pollMs),
    ),
    counter(
      'orderdeck_log_read_errors_total',
      'Reads of the change log that failed. Each is tried again from the same position.',
      count('errors'),
    ),
    counter('orderdeck_changes_total', 'Committed changes read from the change log.', count('changes')),
    counter(
      'orderdeck_late_changes_total',
      'Changes whose transaction committed after a later id had been read, and which a reader by last id would have lost.',
      count('late'),
    ),
    counter(
      'orderdeck_damaged_rows_total',
      'Rows of the change log that could not be read as a change. The audit mends what they changed.',
      count('damaged'),
    ),
    counter(
      'orderdeck_resurrected_ids_total',
      'Changes that came under ids which had counted as rolled back. Each makes a new epoch.',
      count('resurrected'),
    ),
    counter('orderdeck_gap_probes_total', 'Looks at whether the rows of open gaps are in flight.', count('probes')),
    counter(
      'orderdeck_epochs_total',
      'Times continuity could not be proved, so that every client got a snapshot.',
      count('resets'),
    ),
    gauge('orderdeck_gaps', 'Ids below the head that are neither read nor known to be rolled back.', feed.gaps),
    gauge(
      'orderdeck_oldest_gap_age_seconds',
      'Age of the oldest transaction that holds a gap open; 0 without one. No screen waits for it, but the clean-up of the log does.',
      seconds(feed.oldestGapMs ?? 0),
    ),
    gauge('orderdeck_watched_ids', 'Ids that count as rolled back and are looked at now and then.', feed.watchedIds),
    gauge('orderdeck_log_head_id', 'Highest id read from the change log.', feed.head),
    gauge('orderdeck_log_rows', 'Rows in the change log; counted up to 100000 and no further.', log.rows),
    gauge('orderdeck_log_retention_rows', 'Delivered rows the clean-up keeps.', log.retentionRows),
    gauge(
      'orderdeck_log_partitions',
      'Partitions of the change log, empty ones ahead included; none where it is cleaned row by row.',
      log.partitions?.count ?? null,
    ),
    counter(
      'orderdeck_log_partitions_dropped_total',
      'Partitions of the change log that this server dropped.',
      log.partitions?.dropped ?? 0,
    ),
    byLabel(
      'gauge',
      'orderdeck_readers',
      'Servers that read this change log, by whether they gave a sign of life.',
      'state',
      {
        live: log.readers.filter(({ live }) => live).length,
        silent: log.readers.filter(({ live }) => !live).length,
      },
    ),
    gauge('orderdeck_cleanup_leader', '1 on the one server that cleans up the change log.', log.leader ? 1 : 0),
    gauge(
      'orderdeck_last_cleanup_timestamp_seconds',
      'When this server last cleaned up the change log.',
      timestamp(log.lastCleanup?.at),
    ),
    byLabel(
      'counter',
      'orderdeck_incidents_total',
      'What went wrong with the feed and was put right or said, by kind.',
      'kind',
      feed.incidentCounts,
    ),
  ];
}
