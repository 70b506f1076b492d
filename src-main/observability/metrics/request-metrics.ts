import type { Stats } from '../../../src-shared/rest-api.ts';
import { byLabel, counter, gauge, histogram, type MetricFamily } from './metric-family.ts';

/** REST, and the database behind it. */
export function requestMetrics({ requests, problems, pool, statements }: Stats): readonly MetricFamily[] {
  return [
    {
      name: 'orderdeck_http_requests_total',
      type: 'counter',
      help: 'Requests answered, by route as it was declared and class of status.',
      samples: requests.flatMap(({ method, route, statuses }) =>
        Object.entries(statuses).map(([status, value]) => ({ labels: { method, route, status }, value })),
      ),
    },
    histogram(
      'orderdeck_http_request_duration_seconds',
      'Time from the headers of a request to the last byte of its answer; streams of changes are left out.',
      requests.map(({ method, route, times }) => ({ labels: { method, route }, times })),
    ),
    byLabel(
      'counter',
      'orderdeck_problems_total',
      'Requests and connections that were not served, by the code of the problem: refused, limited, or the database was away.',
      'code',
      problems,
    ),
    byLabel('gauge', 'orderdeck_database_connections', 'Connections of the pool, by what they do.', 'state', {
      'in-use': pool.inUse,
      idle: pool.open - pool.inUse,
    }),
    gauge('orderdeck_database_connections_limit', 'Most connections the pool may have.', pool.limit),
    gauge(
      'orderdeck_database_waiting_requests',
      'Requests that wait for a connection of the pool. Should be 0 nearly always.',
      pool.waiting,
    ),
    histogram('orderdeck_database_statement_duration_seconds', 'Time of one SQL statement, of all connections.', [
      { times: statements.times },
    ]),
    counter('orderdeck_database_statement_errors_total', 'SQL statements that failed.', statements.failed),
  ];
}
