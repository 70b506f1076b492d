import { Button, Skeleton, Stack } from '@mantine/core';
import { text } from '../../strings.ts';
import { TimeLabel } from '../../ui/time-label.tsx';
import { type HistoryEntry, type HistoryLine, historyEntry } from './history-lines.ts';
import styles from './order-history.module.css';
import type { HistoryAccess } from './use-history.ts';

/** Every change of the order as far as the log reaches, newest first: who, when, what it was and became. */
export function OrderHistory({ history: { state, retry } }: { readonly history: HistoryAccess }) {
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
            {state.history.changes.map((change) => (
              <Entry key={change.changeId} entry={historyEntry(change)} />
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

function Entry({ entry }: { readonly entry: HistoryEntry }) {
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
    </li>
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
