import { Button, Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import { text } from '../../strings.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FormProblem } from '../../ui/form-problem.tsx';
import styles from './access.module.css';
import type { Listed } from './use-listed.ts';

interface ListedBodyProps<T> {
  readonly listed: Listed<readonly T[]>;
  /** What stands there when the list is empty. */
  readonly none: { readonly icon: ReactNode; readonly title: string; readonly hint?: string };
  readonly children: (items: readonly T[]) => ReactNode;
}

/** A list in each of its states: on its way, failed, empty, there. */
export function ListedBody<T>({ listed, none, children }: ListedBodyProps<T>) {
  const { value, failed, reload } = listed;
  if (value === null && failed) {
    return (
      <div className={styles.failed}>
        <FormProblem message={text.access.failed} />
        <Button variant="default" onClick={() => void reload()}>
          {text.access.again}
        </Button>
      </div>
    );
  }
  if (value === null) {
    return (
      <div className={styles.loading} role="status" aria-label={text.access.loading}>
        <Skeleton height={40} />
        <Skeleton height={40} />
      </div>
    );
  }
  if (value.length === 0) return <EmptyState {...none} />;
  return (
    <>
      {failed && <FormProblem message={text.access.failed} />}
      {children(value)}
    </>
  );
}
