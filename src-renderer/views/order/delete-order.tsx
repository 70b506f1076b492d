import { Button } from '@mantine/core';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { Order } from '../../../src-shared/order.ts';
import { text } from '../../strings.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { useLiveConsole } from '../../ui/console-context.tsx';
import styles from './delete-order.module.css';

interface DeleteOrderProps {
  readonly order: Order;
  readonly connected: boolean;
  readonly icon: ReactNode;
  /** Unsaved work stays on the screen until the order is gone: a refusal must not take it along. */
  readonly dirty: boolean;
  readonly onDeleted: () => void;
}

/** Deletes the version the person sees; a newer one is refused by the server and said so. */
export function DeleteOrder({ order, connected, icon, dirty, onDeleted }: DeleteOrderProps) {
  const { actions } = useLiveConsole();
  const [asking, setAsking] = useState(false);
  const isHere = useRef(true);
  useEffect(() => {
    isHere.current = true;
    return () => {
      isHere.current = false;
    };
  }, []);
  const remove = async (): Promise<void> => {
    setAsking(false);
    if (!dirty) onDeleted();
    const { done } = await actions.remove([order]);
    // Whoever has opened another order meanwhile stays there.
    if (dirty && done.length > 0 && isHere.current) onDeleted();
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
        title={text.bulk.removeTitle(1)}
        body={text.bulk.removeBody(1)}
        confirm={text.bulk.remove(1)}
        cancel={text.bulk.cancel}
        hindrance={connected ? null : text.bulk.cannotSend}
        onConfirm={() => void remove()}
        onCancel={() => setAsking(false)}
      />
    </>
  );
}
