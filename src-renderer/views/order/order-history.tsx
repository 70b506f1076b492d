import { Button, Skeleton, Stack } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useStore } from 'zustand';
import type { ChangeEvent } from '../../../src-shared/change-event.ts';
import type { Order } from '../../../src-shared/order.ts';
import { canSend } from '../../connection/connection-state.ts';
import { session } from '../../store/session.ts';
import { undoRefOf } from '../../store/undo-ref.ts';
import { text } from '../../strings.ts';
import { useConsole, useLiveConsole } from '../../ui/console-context.tsx';
import { TimeLabel } from '../../ui/time-label.tsx';
import { useMay } from '../../ui/use-may.ts';
import { type HistoryLine, historyEntry, undoability } from './history-lines.ts';
import styles from './order-history.module.css';
import type { HistoryAccess } from './use-history.ts';

interface OrderHistoryProps {
  readonly history: HistoryAccess;
  /** The row as it is; `null` when the order is deleted. */
  readonly current: Order | null;
}

/** Every change of the order as far as the log reaches, newest first: who, when, what it was and became. */
export function OrderHistory({ history: { state, retry }, current }: OrderHistoryProps) {
  return (
    <section aria-label={text.history.title} className={styles.history}>
      <h3 className={styles.heading}>{text.history.title}</h3>
      {state.kind === 'loading' && (
        <Stack gap={12} aria-label={text.history.loading}>
          <Skeleton height={10} width="50%" />
          <Skeleton height={10} width="70%" />
          <Skeleton height={10} width="40%" />
        </Stack>
      )}
      {state.kind === 'failed' && (
        <p className={styles.note} role="alert">
          {text.history.failed}{' '}
          <Button variant="subtle" size="compact-xs" onClick={retry}>
            {text.history.retry}
          </Button>
        </p>
      )}
      {state.kind === 'loaded' && (
        <>
          <ol className={styles.entries}>
            {state.history.changes.map((change, index) => (
              <Entry key={change.changeId} change={change} current={current} isNewest={index === 0} />
            ))}
          </ol>
          {state.history.changes.length === 0 && <p className={styles.note}>{text.history.none}</p>}
          {state.history.changes.length > 0 && !state.history.complete && (
            <p className={styles.note}>{text.history.incomplete}</p>
          )}
        </>
      )}
    </section>
  );
}

interface EntryProps {
  readonly change: ChangeEvent;
  readonly current: Order | null;
  readonly isNewest: boolean;
}

function Entry({ change, current, isNewest }: EntryProps) {
  const entry = historyEntry(change);
  const can = undoability(change, current, isNewest);
  const mayUndo = useMayUndo(change, entry.lines);
  return (
    <li className={styles.entry}>
      <div className={styles.head}>
        <span className={styles.what}>{entry.title}</span>
        <span className={styles.who} title={entry.who}>
          {entry.who}
        </span>
        <span className={styles.when}>
          <TimeLabel iso={entry.at} />
        </span>
      </div>
      {entry.lines.length > 0 && (
        <dl className={styles.lines}>
          {entry.lines.map((line) => (
            <div key={line.field}>
              <dt>{text.field[line.field]}</dt>
              <dd>
                <Values line={line} />
              </dd>
            </div>
          ))}
        </dl>
      )}
      {can !== 'no' && mayUndo && <TakeBack change={change} changedAgain={can === 'changed-again'} />}
    </li>
  );
}

/** The server's rule: operators take back changes of status, and what they did themselves. */
function useMayUndo(change: ChangeEvent, lines: readonly HistoryLine[]): boolean {
  const mayAny = useMay('orders:edit');
  const maySome = useMay('orders:undo');
  const name = useStore(session, ({ info }) => info?.principal?.name ?? null);
  const isStatus = change.type === 'UPDATE' && lines.every(({ field }) => field === 'status');
  return mayAny || (maySome && (isStatus || change.actor === name));
}

function TakeBack({ change, changedAgain }: { readonly change: ChangeEvent; readonly changedAgain: boolean }) {
  const { actions } = useLiveConsole();
  const connected = useConsole((state) => canSend(state.connection));
  return (
    <Button
      className={styles.takeBack ?? ''}
      variant="subtle"
      color="gray"
      size="compact-xs"
      leftSection={<IconArrowBackUp size={14} aria-hidden />}
      disabled={changedAgain || !connected}
      title={changedAgain ? text.undo.changedAgain : undefined}
      onClick={() => void actions.undo([undoRefOf(change)])}
    >
      {text.undo.takeBack}
    </Button>
  );
}

function Values({ line: { before, after } }: { readonly line: HistoryLine }) {
  return (
    <>
      {before !== null && <del className={styles.before}>{before}</del>}
      {before !== null && after !== null && <span className={styles.arrow}> → </span>}
      {after !== null && <ins className={styles.after}>{after}</ins>}
    </>
  );
}
