import type { Stats } from '../../../src-shared/rest-api.ts';
import { text } from '../../strings.ts';
import { formatBytes, formatNumber } from '../../ui/format.ts';
import { Facts, Panel } from './facts.tsx';

const words = text.monitor.traffic;

export function TrafficPanel({ stats }: { readonly stats: Stats }) {
  const { deliveries, clients, requests, statements } = stats;
  const { changes, snapshots, other } = deliveries.bytes;
  // Whoever asks whether the server can serve is answered, also when it cannot.
  const counts = requests
    .filter(({ route }) => !route.startsWith('/health'))
    .flatMap(({ statuses }) => Object.entries(statuses));
  const failures = sum(counts.filter(([status]) => status === '5xx').map(([, count]) => count));
  const values: Readonly<Record<keyof typeof words.names, string>> = {
    deliveries: formatNumber(deliveries.changes),
    sent: formatBytes(changes + snapshots + other),
    queued: formatBytes(clients.queueBytes),
    snapshots: formatNumber(deliveries.snapshots),
    requests: formatNumber(sum(counts.map(([, count]) => count))),
    failures: formatNumber(failures),
    statements: formatNumber(sum(statements.times.counts)),
    statementsFailed: formatNumber(statements.failed),
  };
  const names = Object.keys(words.names) as (keyof typeof words.names)[];
  return (
    <Panel title={text.monitor.sections.traffic} explanation={words.explanation}>
      <Facts
        facts={names.map((name) => ({
          name: words.names[name],
          explanation: words.explain[name],
          value: values[name],
        }))}
      />
    </Panel>
  );
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
