import { useRef } from 'react';
import type { Order } from '../../../src-shared/order.ts';
import { canSend } from '../../connection/connection-state.ts';
import { text } from '../../strings.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { useConsole, useLiveConsole } from '../../ui/console-context.tsx';
import type { BulkWish } from './grid-options.ts';

/** What is to be done to which orders, in the versions the person sees. */
export interface BulkQuestionOf {
  readonly what: BulkWish;
  readonly orders: readonly Order[];
}

interface BulkQuestionProps {
  readonly asked: BulkQuestionOf | null;
  readonly onClose: () => void;
  /** Told what was done. What could not be done stays selected, so that it can be looked at and tried again. */
  readonly onDone: (orders: readonly Order[]) => void;
}

/** Asks before many orders change. The answer is seen at once; the dialog does not wait for the server. */
export function BulkQuestion({ asked, onClose, onDone }: BulkQuestionProps) {
  const { actions } = useLiveConsole();
  const connected = useConsole((state) => canSend(state.connection));
  // The dialog gives the focus back while it closes, so it is there a moment longer than its question.
  const last = useRef<BulkQuestionOf | null>(null);
  if (asked !== null && asked.orders.length > 0) last.current = asked;
  if (last.current === null) return null;
  const { what, orders } = last.current;
  const run = async (): Promise<void> => {
    onClose();
    const report = what === 'remove' ? await actions.remove(orders) : await actions.setStatus(orders, what);
    onDone(report.done);
  };
  const common = {
    opened: asked !== null && asked.orders.length > 0,
    cancel: text.bulk.cancel,
    hindrance: connected ? null : text.bulk.cannotSend,
    onConfirm: () => void run(),
    onCancel: onClose,
  };
  if (what === 'remove') {
    return (
      <ConfirmDialog
        {...common}
        destructive
        title={text.bulk.removeTitle(orders.length)}
        body={text.bulk.removeBody(orders.length)}
        confirm={text.bulk.remove(orders.length)}
      />
    );
  }
  return (
    <ConfirmDialog
      {...common}
      title={text.bulk.setTitle(what, orders.length)}
      body={text.bulk.setBody(what, orders.length)}
      confirm={text.bulk.set(what, orders.length)}
    />
  );
}
