import { IconAlertTriangle, IconCheck, IconInfoCircle } from '@tabler/icons-react';
import { memo } from 'react';
import { text } from '../../strings.ts';
import { clockOf, exactTime } from '../../ui/time.ts';
import styles from './recent-scans.module.css';
import { type ScanRecord, toneOf } from './scan-result.ts';
import { LAST_SCANS } from './scan-station.ts';
import { scanWords, whoOf } from './scan-words.ts';
import { useStation } from './use-scan-bench.ts';

const ICONS = { good: IconCheck, notice: IconInfoCircle, bad: IconAlertTriangle };

/** The last scans, newest on top. Its height is that of a full list from the start. */
export function RecentScans() {
  const recent = useStation((state) => state.recent);
  const words = text.scan.recent;
  return (
    <section className={styles.recent} aria-label={words.title} style={{ minHeight: 36 * (LAST_SCANS + 2) }}>
      <h2 className={styles.title}>{words.title}</h2>
      {recent.length === 0 ? (
        <p className={styles.none}>{words.none}</p>
      ) : (
        <table className={styles.table}>
          <thead>
            <tr>
              <th className={styles.time}>{words.time}</th>
              <th className={styles.code}>{words.code}</th>
              <th>{words.result}</th>
              <th className={styles.mode}>{words.mode}</th>
              <th className={styles.who}>{words.who}</th>
            </tr>
          </thead>
          <tbody>
            {recent.map((record) => (
              <Line key={record.key} record={record} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

const Line = memo(function Line({ record }: { readonly record: ScanRecord }) {
  const { title, order } = scanWords(record.result, record.at);
  const tone = toneOf(record.result);
  const Icon = ICONS[tone];
  const iso = new Date(record.at).toISOString();
  return (
    <tr>
      <td className={styles.time}>
        <time dateTime={iso} title={exactTime(iso)}>
          {clockOf(record.at)}
        </time>
      </td>
      <td className={styles.code}>{record.code}</td>
      <td className={styles.result} data-tone={tone}>
        <span className={styles.outcome}>
          <Icon size={16} stroke={2.5} aria-hidden />
          {title}
        </span>
        {order !== null && <span className={styles.order}>{order}</span>}
      </td>
      <td className={styles.mode}>{text.scan.mode[record.mode]}</td>
      <td className={styles.who}>{whoOf(record)}</td>
    </tr>
  );
});
