import { IconAlertTriangle } from '@tabler/icons-react';
import styles from './form-problem.module.css';

/** What went wrong with a whole form, in front of its buttons. */
export function FormProblem({ message }: { readonly message: string | null }) {
  if (message === null) return null;
  return (
    <p className={styles.problem} role="alert">
      <IconAlertTriangle size={16} aria-hidden />
      <span>{message}</span>
    </p>
  );
}
