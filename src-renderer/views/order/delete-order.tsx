import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { Order } from '../../../src-shared/order.ts';
import { text } from '../../strings.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { useLiveConsole } from '../../ui/console-context.tsx';
import styles from './delete-order.module.css';

interface DeleteOrderProps {
  readonly order: Order;
  readonly connected: boolean;
  readonly icon: ReactNode;
  readonly onDeleted: () => void;
}

/** Deletes the version the person sees; a newer one is refused by the server and said so. */
export function DeleteOrder({ order, connected, icon, onDeleted }: DeleteOrderProps) {
  const { actions } = useLiveConsole();
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const remove = async (): Promise<void> => {
    setBusy(true);
    const { done } = await actions.remove([order]);
    setBusy(false);
    setAsking(false);
    if (done.length > 0) onDeleted();
  };
  return (
    <>
      <Button
        variant="subtle"
        className={styles.remove ?? ''}
        leftSection={icon}
        disabled={!connected}
        onClick={() => setAsking(true)}
      >
        {text.order.remove}
      </Button>
      <ConfirmDialog
        opened={asking}
        destructive
        busy={busy}
        title={text.bulk.removeTitle(1)}
        body={text.bulk.removeBody}
        confirm={text.bulk.remove(1)}
        cancel={text.bulk.cancel}
        onConfirm={() => void remove()}
        onCancel={() => setAsking(false)}
      />
    </>
  );
}
