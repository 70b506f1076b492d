import { Button, Group } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { ChangeEvent } from '../../../src-shared/change-event.ts';
import { newOrderSchema, type Order, type OrderChanges } from '../../../src-shared/order.ts';
import { canSend } from '../../connection/connection-state.ts';
import { undoRefOf } from '../../store/undo-ref.ts';
import { setUnsaved } from '../../store/workspace.ts';
import { text } from '../../strings.ts';
import { useConsole, useLiveConsole } from '../../ui/console-context.tsx';
import { type FieldErrors, fieldErrorsOf, localErrors, NO_ERRORS } from '../../ui/field-errors.ts';
import { FormProblem } from '../../ui/form-problem.tsx';
import { outcomeText } from '../../ui/outcome-text.ts';
import { useMay } from '../../ui/use-may.ts';
import { ChangedNotice, DeletedNotice } from './changed-notice.tsx';
import { Conflict } from './conflict.tsx';
import { DeleteOrder } from './delete-order.tsx';
import { followRow, isDirty, openEdit, saved } from './edit-state.ts';
import { differingFields, draftOf, type OrderDraft, pick } from './merge.ts';
import styles from './order-editor.module.css';
import { OrderFacts } from './order-facts.tsx';
import { OrderFields } from './order-fields.tsx';
import { recreateOrder } from './recreate-order.ts';

interface OrderEditorProps {
  /** The row as it is now, or was last when it is deleted. */
  readonly current: Order;
  readonly isDeleted: boolean;
  /** The newest change in the history, to name who made it. */
  readonly newest: ChangeEvent | null;
  readonly onClose: () => void;
}

/** How the comparison was reached: by a refused save, or because the person asked. */
type Comparing = { readonly theirs: Order; readonly refused: boolean };

export function OrderEditor({ current, isDeleted, newest, onClose }: OrderEditorProps) {
  const { actions } = useLiveConsole();
  const connected = useConsole((state) => canSend(state.connection));
  const mayChange = useMay('orders:set-status');
  const mayDelete = useMay('orders:delete');
  const [edit, setEdit] = useState(() => openEdit(current));
  const [errors, setErrors] = useState<FieldErrors>(NO_ERRORS);
  const [busy, setBusy] = useState(false);
  const [comparing, setComparing] = useState<Comparing | null>(null);

  const dirty = isDirty(edit);
  const outdated = current.version > edit.base.version;
  // The answer to a save may be here before the change itself has come round.
  const newestRow = outdated ? current : edit.base;
  useEffect(() => {
    if (!busy) setEdit((before) => followRow(before, current));
  }, [current, busy]);
  useEffect(() => {
    setUnsaved('order', dirty);
    return () => setUnsaved('order', false);
  }, [dirty]);

  const change = (part: Partial<OrderDraft>): void => {
    setEdit((before) => ({ ...before, draft: { ...before.draft, ...part } }));
    setErrors(NO_ERRORS);
  };
  const send = async (changes: OrderChanges, seen: Order): Promise<void> => {
    setBusy(true);
    const outcome = await actions.update(seen, changes, { tell: 'good' });
    setBusy(false);
    if (outcome.kind === 'order') {
      setEdit(saved(outcome.order));
      setComparing(null);
    } else if (outcome.kind === 'problem' && outcome.problem.current !== undefined) {
      setComparing({ theirs: outcome.problem.current, refused: true });
    } else {
      setErrors(
        outcome.kind === 'problem' ? fieldErrorsOf(outcome.problem) : { fields: {}, form: outcomeText(outcome) },
      );
    }
  };
  const save = async (): Promise<void> => {
    const local = localErrors(newOrderSchema, edit.draft);
    setErrors(local);
    if (local !== NO_ERRORS) return;
    await send(pick(edit.draft, differingFields(draftOf(edit.base), edit.draft)), edit.base);
  };

  if (comparing !== null && !isDeleted) {
    // Whoever else writes while the versions are compared is seen at once.
    const theirs = current.version > comparing.theirs.version ? current : comparing.theirs;
    return (
      <Conflict
        key={theirs.version}
        edit={edit}
        theirs={theirs}
        by={newest}
        refused={comparing.refused}
        busy={busy}
        connected={connected}
        problem={errors.form}
        onSave={(changes) => void send(changes, theirs)}
        onTakeTheirs={() => {
          setEdit(openEdit(theirs));
          setComparing(null);
        }}
        onBack={() => setComparing(null)}
      />
    );
  }
  return (
    <form
      className={styles.editor}
      aria-label={text.order.edit}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      {isDeleted && (
        <DeletedNotice
          by={newest}
          onBringBack={(deletion) => void actions.undo([undoRefOf(deletion)])}
          onRecreate={() => void recreateOrder(actions, edit.draft)}
        />
      )}
      {!isDeleted && (edit.news.length > 0 || (outdated && dirty && !busy)) && (
        <ChangedNotice
          news={edit.news}
          by={newest}
          onCompare={outdated && dirty ? () => setComparing({ theirs: current, refused: false }) : null}
          onDismiss={() => setEdit((before) => ({ ...before, news: [] }))}
        />
      )}
      <OrderFields draft={edit.draft} errors={errors} disabled={isDeleted} onChange={change} />
      <FormProblem message={dirty && !connected ? text.order.cannotSave : errors.form} waits={dirty && !connected} />
      {!isDeleted && mayChange && (
        <Group gap={8} className={styles.actions ?? ''}>
          <Button type="submit" disabled={!dirty || !connected} loading={busy}>
            {text.order.save}
          </Button>
          {dirty && (
            <Button
              variant="default"
              onClick={() => {
                setEdit(openEdit(newestRow));
                setErrors(NO_ERRORS);
              }}
            >
              {text.order.discard}
            </Button>
          )}
          <span className={styles.space} />
          {mayDelete && (
            <DeleteOrder
              order={newestRow}
              connected={connected}
              dirty={dirty}
              icon={<IconTrash size={16} />}
              onDeleted={() => {
                // The person has said what becomes of it.
                setUnsaved('order', false);
                onClose();
              }}
            />
          )}
        </Group>
      )}
      <OrderFacts order={newestRow} />
    </form>
  );
}
