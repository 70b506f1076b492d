import { CopyButton } from './copy-button.tsx';
import styles from './repair.module.css';

/** What repairs something, ready to copy. @param label of the button, for those who do not see what it stands beside */
export function Repair({ text, label }: { readonly text: string; readonly label: string }) {
  return (
    <div className={styles.repair}>
      <pre>{text}</pre>
      <CopyButton value={text} label={label} />
    </div>
  );
}
