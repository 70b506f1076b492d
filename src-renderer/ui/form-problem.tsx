import { IconAlertTriangle } from '@tabler/icons-react';
import styles from './form-problem.module.css';

interface FormProblemProps {
  readonly message: string | null;
  /** Nothing went wrong: it only has to wait. Red is for what did. */
  readonly waits?: boolean;
}

/** What went wrong with a whole form, in front of its buttons. */
export function FormProblem({ message, waits = false }: FormProblemProps) {
  if (message === null) return null;
  return (
    <p className={styles.problem} data-waits={waits} role="alert">
      <IconAlertTriangle size={16} aria-hidden />
      <span>{message}</span>
    </p>
  );
}
