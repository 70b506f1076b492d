import type { Stats } from '../../../src-shared/rest-api.ts';
import { byLabel, counter, gauge, type MetricFamily } from './metric-family.ts';

/** From the hub to the clients. */
export function clientMetrics({ clients, deliveries }: Stats): readonly MetricFamily[] {
  const { changes, snapshots, other } = deliveries.bytes;
  return [
    byLabel('gauge', 'orderdeck_sessions', 'Clients that are connected, by protocol.', 'protocol', {
      base: 0,
      'orderdeck.v1': 0,
      ...clients.byProtocol,
    }),
    byLabel(
      'gauge',
      'orderdeck_session_transports',
      'Clients that are connected, by what carries the connection.',
      'transport',
      { websocket: 0, 'event-stream': 0, window: 0, ...clients.byTransport },
    ),
    byLabel(
      'gauge',
      'orderdeck_session_states',
      'Clients that are connected, by how far they are. Many that stay in catching-up read too slowly or the log is slow.',
      'state',
      { connected: 0, waiting: 0, 'catching-up': 0, live: 0, ...clients.byState },
    ),
    byLabel('counter', 'orderdeck_sessions_opened_total', 'Clients that connected, by protocol.', 'protocol', {
      base: 0,
      'orderdeck.v1': 0,
      ...clients.opened,
    }),
    byLabel(
      'counter',
      'orderdeck_sessions_closed_total',
      'Clients that left, by reason: client when it went by itself, else the code it was closed with.',
      'reason',
      { client: 0, 'too-slow': 0, ...clients.closed },
    ),
    counter(
      'orderdeck_demotions_total',
      'Times a client fell out of the window of recent changes and was brought to the present from the log.',
      clients.demotions,
    ),
    gauge('orderdeck_queue_bytes', 'Bytes sent that clients have not taken yet, all together.', clients.queueBytes),
    counter(
      'orderdeck_deliveries_total',
      'Changes handed to clients: one change handed to five clients counts as five.',
      deliveries.changes,
    ),
    counter('orderdeck_change_messages_total', 'Messages that carried changes to clients.', deliveries.messages),
    counter('orderdeck_snapshots_total', 'Snapshots of all orders that clients were sent.', deliveries.snapshots),
    byLabel(
      'counter',
      'orderdeck_sent_bytes_total',
      'Bytes of the messages handed to clients, before the transport adds its own, by what they carried.',
      'content',
      { changes, snapshots, other },
    ),
  ];
}
