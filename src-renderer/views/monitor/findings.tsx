import { IconAlertTriangle, IconCircleCheck, IconCircleX, IconInfoCircle } from '@tabler/icons-react';
import type { Finding } from '../../../src-shared/rest-api.ts';
import { text } from '../../strings.ts';
import { Repair } from '../../ui/repair.tsx';
import { Panel } from './facts.tsx';
import styles from './findings.module.css';

const ICONS = { error: IconCircleX, warning: IconAlertTriangle, info: IconInfoCircle };

/** What is wrong with the database setup, with the statement that repairs it beside each. */
export function Findings({ findings }: { readonly findings: readonly Finding[] }) {
  return (
    <Panel title={text.monitor.sections.findings}>
      {findings.length === 0 ? (
        <p className={styles.fine}>
          <IconCircleCheck size={16} aria-hidden />
          {text.monitor.noFindings}
        </p>
      ) : (
        <ul className={styles.list}>
          {findings.map((finding) => (
            <FindingItem key={`${finding.code} ${finding.message}`} finding={finding} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

function FindingItem({ finding: { severity, message, repair } }: { readonly finding: Finding }) {
  const Icon = ICONS[severity];
  return (
    <li className={styles.finding}>
      <span className={styles[severity]}>
        <Icon size={16} aria-hidden />
      </span>
      <div className={styles.body}>
        <p className={`${styles.severity} ${styles[severity]}`}>{text.monitor.severity[severity]}</p>
        <p>{message}</p>
        {repair !== null && <Repair text={repair} label={text.monitor.copyRepair} />}
      </div>
    </li>
  );
}
