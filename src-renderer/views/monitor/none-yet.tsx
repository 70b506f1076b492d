import { Skeleton } from '@mantine/core';
import { text } from '../../strings.ts';
import styles from './data-table.module.css';
import { Nothing } from './data-table.tsx';
import { Panel } from './facts.tsx';

interface NoneYetProps {
  readonly title: string;
  /** The server was asked and did not answer; it is asked again. */
  readonly failed: boolean;
}

/** In the place of a table that was never read: about as high as a short one, so that nothing jumps when it comes. */
export function NoneYet({ title, failed }: NoneYetProps) {
  return (
    <Panel title={title}>
      {failed ? (
        <Nothing>{text.monitor.notRead}</Nothing>
      ) : (
        <div className={styles.reading} role="status" aria-label={text.monitor.loading}>
          <Skeleton height={10} width="64%" />
          <Skeleton height={10} width="48%" />
        </div>
      )}
    </Panel>
  );
}
