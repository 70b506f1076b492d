import { Progress } from '@mantine/core';
import { text } from '../../strings.ts';
import styles from './importing.module.css';

export function ReadingStep({ name, share }: { readonly name: string; readonly share: number }) {
  const label = text.importing.reading(name);
  return (
    <div className={styles.step} role="status">
      <p className={styles.plain}>{label}</p>
      <Progress value={share * 100} size={6} aria-label={label} />
    </div>
  );
}
