import type { BusStats } from '../../../src-shared/bus-stats.ts';
import { text } from '../../strings.ts';
import { formatNumber, formatSpan } from '../../ui/format.ts';
import { Explained } from './explained.tsx';
import { Facts, Panel } from './facts.tsx';
import styles from './readers.module.css';

const words = text.bus;
const { explain } = words;

interface BusPanelProps {
  readonly bus: BusStats;
  readonly serverId: string;
}

/** The servers of this database and which of them reads for all; only where they share a Redis. */
export function BusPanel({ bus, serverId }: BusPanelProps) {
  const count = (name: string) => formatNumber(bus.counters[name] ?? 0);
  return (
    <Panel title={words.title} explanation={words.explanation}>
      <Facts
        facts={[
          {
            name: words.role,
            explanation: explain.role,
            value: bus.problem === null ? words.roles[bus.role] : words.away(bus.problem),
            tone: bus.problem === null ? 'plain' : 'warn',
          },
          { name: words.reader, explanation: explain.reader, value: readerOf(bus, serverId) },
          {
            name: words.heard,
            explanation: explain.heard,
            value: bus.silenceMs === null ? text.empty : heard(bus.silenceMs),
          },
          { name: words.fence, explanation: explain.fence, value: bus.fence ?? text.empty },
          { name: words.said, explanation: explain.said, value: count('sent') },
          { name: words.taken, explanation: explain.taken, value: count('batches') },
          { name: words.ownReads, explanation: explain.ownReads, value: count('ownReads') },
          { name: words.holes, explanation: explain.holes, value: count('holes') },
          { name: words.clients, explanation: explain.clients, value: formatNumber(bus.clients) },
        ]}
      />
      {bus.servers.length > 0 && (
        <table className={styles.readers} aria-label={words.servers}>
          <thead>
            <tr>
              <th scope="col">
                <Explained name={words.server} explanation={explain.server} />
              </th>
              <th scope="col">
                <Explained name={words.connected} explanation={explain.connected} />
              </th>
            </tr>
          </thead>
          <tbody>
            {bus.servers.map(({ id, label, clients }) => (
              <tr key={id}>
                <td title={id}>
                  <span className="mono">{label}</span>
                  {id === bus.leader && <span className={styles.state}>{words.roles.leader}</span>}
                </td>
                <td>{formatNumber(clients)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}

function readerOf({ leader, servers }: BusStats, serverId: string): string {
  if (leader === null) return words.nobody;
  if (leader === serverId) return words.thisServer;
  return servers.find(({ id }) => id === leader)?.label ?? leader;
}

/** The one that reads speaks four times a second. */
function heard(silenceMs: number): string {
  return silenceMs < 1_000 ? text.time.now : text.time.ago(formatSpan(silenceMs));
}
