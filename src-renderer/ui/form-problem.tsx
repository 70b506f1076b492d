import { IconAlertTriangle } from '@tabler/icons-react';
import styles from './form-problem.module.css';

/** What went wrong with a whole form, in front of its buttons. */
export function FormProblem({ message }: { readonly message: string | null }) {
  return (
    <div role="alert">
      {message !== null && (
        <p className={styles.problem}>
          <IconAlertTriangle size={16} aria-hidden />
          <span>{message}</span>
        </p>
      )}
    </div>
  );
}
