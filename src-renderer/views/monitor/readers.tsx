import type { Stats } from '../../../src-shared/rest-api.ts';
import { text } from '../../strings.ts';
import { formatNumber, formatSpan } from '../../ui/format.ts';
import { Explained } from './explained.tsx';
import styles from './readers.module.css';

/** Every server that reads this log: the cleanup keeps what the slowest of them has not read. */
export function Readers({
  readers,
  serverId,
}: {
  readonly readers: Stats['log']['readers'];
  readonly serverId: string;
}) {
  const words = text.monitor;
  if (readers.length === 0) return null;
  return (
    <table className={styles.readers} aria-label={words.readers}>
      <thead>
        <tr>
          <th scope="col">
            <Explained name={words.reader} explanation={words.explain.reader} />
          </th>
          <th scope="col">
            <Explained name={words.lowWater} explanation={words.explain.lowWater} />
          </th>
          <th scope="col">
            <Explained name={words.heartbeat} explanation={words.explain.heartbeat} />
          </th>
        </tr>
      </thead>
      <tbody>
        {readers.map(({ id, lowWater, heartbeatAgeMs, live }) => (
          <tr key={id} className={live ? '' : styles.gone}>
            <td className={styles.id} title={id}>
              {id === serverId ? words.thisServer : <span className="mono">{id.slice(0, 12)}</span>}
              <span className={styles.state}>{live ? words.readerLive : words.readerGone}</span>
            </td>
            <td>{formatNumber(lowWater)}</td>
            <td>{text.time.ago(formatSpan(heartbeatAgeMs))}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
