import type { Stats } from '../../../src-shared/rest-api.ts';
import { text } from '../../strings.ts';
import { TimeLabel } from '../../ui/time-label.tsx';
import { Panel } from './facts.tsx';
import styles from './incidents.module.css';

/** What went wrong with the log lately, newest first. */
export function Incidents({ incidents }: { readonly incidents: Stats['feed']['incidents'] }) {
  return (
    <Panel title={text.monitor.sections.incidents} explanation={text.monitor.explain.incidents}>
      {incidents.length === 0 ? (
        <p className={styles.none}>{text.monitor.noIncidents}</p>
      ) : (
        <ol className={styles.list}>
          {incidents.map(({ at, code, message }) => (
            <li key={`${at} ${code} ${message}`}>
              <span className={styles.when}>
                <TimeLabel iso={at} />
              </span>
              <span>{message}</span>
            </li>
          ))}
        </ol>
      )}
    </Panel>
  );
}
