import { Button } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import type { CreatedOrders } from '../../../src-shared/command.ts';
import { canSend } from '../../connection/connection-state.ts';
import { setImportRunning } from '../../store/workspace.ts';
import { text } from '../../strings.ts';
import { useConsole, useLiveConsole } from '../../ui/console-context.tsx';
import { type DeletedReport, deleteCreated } from './delete-created.ts';
import styles from './importing.module.css';

interface TakeBackProps {
  readonly created: CreatedOrders['orders'];
  readonly onDone: (report: DeletedReport) => void;
}

/** Deletes what the import created, as far as nobody changed it since. */
export function TakeBack({ created, onDone }: TakeBackProps) {
  const { connection, actions } = useLiveConsole();
  const connected = useConsole((state) => canSend(state.connection));
  const [left, setLeft] = useState(created);
  const [report, setReport] = useState<DeletedReport | null>(null);
  const [busy, setBusy] = useState(false);
  const words = text.importing.end;
  // Ctrl+Z takes the same back when the dialog is closed, once.
  const forget = useRef<() => void>(() => undefined);
  useEffect(() => {
    if (left.length > 0) forget.current = actions.noteCreated(left);
  }, [actions, left]);
  const run = async (): Promise<void> => {
    setBusy(true);
    setImportRunning(true);
    forget.current();
    const done = await deleteCreated(connection, left);
    setImportRunning(false);
    setLeft(done.left);
    setReport(done);
    onDone(done);
    setBusy(false);
  };
  return (
    <>
      {report !== null && <UndoneText report={report} />}
      {left.length > 0 && (
        <Button
          variant="subtle"
          color="gray"
          className={styles.left ?? ''}
          loading={busy}
          disabled={!connected}
          leftSection={<IconArrowBackUp size={16} aria-hidden />}
          onClick={() => void run()}
        >
          {words.undo(left.length)}
        </Button>
      )}
    </>
  );
}

function UndoneText({ report: { deleted, kept, left } }: { readonly report: DeletedReport }) {
  const words = text.importing.end;
  const parts = [
    words.undone(deleted),
    ...(kept > 0 ? [words.kept(kept)] : []),
    ...(left.length > 0 ? [words.undoFailed(left.length)] : []),
  ];
  return (
    <span className={styles.told} role="status">
      {parts.join(' ')}
    </span>
  );
}
