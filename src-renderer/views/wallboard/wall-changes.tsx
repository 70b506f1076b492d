import type { ChangeEvent } from '../../../src-shared/change-event.ts';
import { text } from '../../strings.ts';
import { StatusIcon } from '../../ui/status-badge.tsx';
import { relativeTime } from '../../ui/time.ts';
import { KindIcon } from '../activity/kind-icon.tsx';
import { historyEntry } from '../order/history-lines.ts';
import { useLastChanges } from './use-last-changes.ts';
import styles from './wall-changes.module.css';

const words = text.wallboard;
const SHOWN = 8;

/** The last eight changes. `tick`: milliseconds since 1970, once a second. */
export function WallChanges({ tick }: { readonly tick: number }) {
  const changes = useLastChanges(SHOWN, tick);
  return (
    <section className={styles.changes} aria-label={words.changes}>
      <h2 className={styles.title}>{words.changes}</h2>
      {changes.length === 0 && <p className={styles.none}>{words.noChanges}</p>}
      <ol className={styles.list}>
        {changes.map((change) => (
          <li key={change.changeId} className={styles.change}>
            <p className={styles.what}>
              <KindIcon type={change.type} />
              <span className={styles.id}>{change.order.id}</span>
              <span className={styles.customer}>{change.order.customer_name}</span>
              <span className={styles.when}>{relativeTime(change.at, tick)}</span>
            </p>
            <p className={styles.how}>
              <How change={change} />
            </p>
          </li>
        ))}
      </ol>
    </section>
  );
}

function How({ change }: { readonly change: ChangeEvent }) {
  if (change.type !== 'UPDATE') return <>{[text.activity.kinds[change.type], change.order.product_name].join(' · ')}</>;
  const { lines, title } = historyEntry(change);
  const line = lines.find(({ field }) => field === 'status') ?? lines[0];
  if (line === undefined) return <>{title}</>;
  return (
    <>
      {line.field === 'status' && <StatusIcon status={change.order.status} size={24} />}
      {text.order.becameFrom(line.before ?? '', line.after ?? '')}
    </>
  );
}
