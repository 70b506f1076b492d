import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import styles from './notice-bar.module.css';

export interface NoticeAction {
  readonly label: string;
  readonly run: () => void;
  /** It is being done. */
  readonly busy?: boolean;
  /** More than the label says, on hover. */
  readonly hint?: string;
}

export interface NoticeProps {
  readonly tone: 'warn' | 'bad' | 'info';
  readonly icon: ReactNode;
  /** In front of the message, for notices that need more than one sentence. */
  readonly title?: string;
  readonly message: ReactNode;
  readonly actions: readonly NoticeAction[];
}

/** One line under the top bar: what is wrong, and what to do about it. */
export function Notice({ tone, icon, title, message, actions }: NoticeProps) {
  return (
    <div className={`${styles.bar} ${styles[tone]}`}>
      {icon}
      <span className={styles.message}>
        {title !== undefined && <strong className={styles.title}>{title}</strong>}
        {message}
      </span>
      {actions.map(({ label, run, busy = false, hint }) => (
        <Button
          key={label}
          variant="subtle"
          color="gray"
          className={styles.action ?? ''}
          disabled={busy}
          title={hint}
          onClick={run}
        >
          {label}
        </Button>
      ))}
    </div>
  );
}
