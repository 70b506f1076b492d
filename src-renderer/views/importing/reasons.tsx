import { text } from '../../strings.ts';
import { reasonsOf } from './fault-text.ts';
import type { RefusedLine } from './import-plan.ts';
import styles from './importing.module.css';

const SHOWN = 6;

/** Why lines are refused, most frequent reason first, and where to find them. */
export function Reasons({ refused }: { readonly refused: readonly RefusedLine[] }) {
  const words = text.importing.preview;
  const reasons = reasonsOf(refused);
  return (
    <>
      <strong className={styles.bad}>{words.refused(refused.length)}</strong>
      <ul className={styles.reasons}>
        {reasons.slice(0, SHOWN).map(({ reason, count, lines }) => (
          <li key={reason}>{words.reason(reason, count, words.inLines(lines, count > lines.length))}</li>
        ))}
        {reasons.length > SHOWN && <li>{words.more(reasons.length - SHOWN)}</li>}
      </ul>
    </>
  );
}
