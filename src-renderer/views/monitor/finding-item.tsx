import { IconAlertTriangle, IconCircleX, IconInfoCircle } from '@tabler/icons-react';
import type { Finding } from '../../../src-shared/rest-api.ts';
import { text } from '../../strings.ts';
import { Repair } from '../../ui/repair.tsx';
import styles from './finding-item.module.css';

const ICONS = { error: IconCircleX, warning: IconAlertTriangle, info: IconInfoCircle };

/** One thing that is wrong, with the statement that repairs it. */
export function FindingItem({ finding: { severity, message, repair } }: { readonly finding: Finding }) {
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
