import { Button, Skeleton } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { canSend } from '../../connection/connection-state.ts';
import { text } from '../../strings.ts';
import { useConsole } from '../../ui/console-context.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import styles from './unread-order.module.css';

/** An order that the list does without is on its way. */
export function SeekingOrder({ id }: { readonly id: number }) {
  return (
    <div className={styles.seeking} role="status" aria-label={text.window.seeking(id)}>
      {[72, 120, 96].map((width) => (
        <div key={width} className={styles.field}>
          <Skeleton height={10} width={width} />
          <Skeleton height={36} />
        </div>
      ))}
    </div>
  );
}

/** The server was asked for an order and did not answer: nobody knows whether there is one. */
export function UnreadOrder({ id, onRetry }: { readonly id: number; readonly onRetry: () => void }) {
  const connected = useConsole((state) => canSend(state.connection));
  return (
    <EmptyState
      icon={<IconPlugConnectedX size={22} />}
      title={text.window.unread(id)}
      hint={connected ? text.window.unreadHint : text.window.unreadLost}
    >
      <Button variant="default" onClick={onRetry}>
        {text.window.fetchAgain}
      </Button>
    </EmptyState>
  );
}
