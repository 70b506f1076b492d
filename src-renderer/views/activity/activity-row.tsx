import { IconRefreshAlert } from '@tabler/icons-react';
import { memo, useEffect, useRef } from 'react';
import type { ChangeEvent } from '../../../src-shared/change-event.ts';
import { text } from '../../strings.ts';
import { hrefOf } from '../../ui/route.ts';
import { StatusIcon } from '../../ui/status-badge.tsx';
import { TimeLabel } from '../../ui/time-label.tsx';
import { type HistoryLine, historyEntry } from '../order/history-lines.ts';
import type { ActivityLine } from './activity-line.ts';
import styles from './activity-row.module.css';
import { KindIcon } from './kind-icon.tsx';

const words = text.activity;

interface ActivityRowProps {
  readonly line: ActivityLine;
  /** In pixels from the first line. */
  readonly top: number;
  readonly height: number;
  readonly isActive: boolean;
}

export const ActivityRow = memo(function ActivityRow({ line, top, height, isActive }: ActivityRowProps) {
  return (
    <li
      className={styles.row}
      data-kind={line.kind}
      data-change={line.kind === 'change' ? line.change.changeId : undefined}
      data-active={isActive}
      style={{ height, transform: `translateY(${top}px)` }}
    >
      {line.kind === 'change' ? (
        <Change change={line.change} isActive={isActive} />
      ) : (
        <ReadAnew reason={words.readAnew[line.reason]} />
      )}
    </li>
  );
});

function ReadAnew({ reason }: { readonly reason: string }) {
  return (
    <div className={styles.mark} title={reason}>
      <IconRefreshAlert size={15} aria-hidden />
      <span>{reason}</span>
    </div>
  );
}

function Change({ change, isActive }: { readonly change: ChangeEvent; readonly isActive: boolean }) {
  const link = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    if (isActive) link.current?.focus({ preventScroll: true });
  }, [isActive]);
  const { at, who, lines, title } = historyEntry(change);
  const { id } = change.order;
  return (
    <>
      <div className={styles.at}>
        <TimeLabel iso={at} />
      </div>
      <div className={styles.kind}>
        <KindIcon type={change.type} />
        {words.kinds[change.type]}
      </div>
      <div className={styles.order}>
        <a ref={link} href={hrefOf({ view: 'orders', orderId: id })} aria-label={words.order(id)} tabIndex={-1}>
          {id}
        </a>
      </div>
      <div className={styles.changes} title={inWords(lines)}>
        {isSilentOnCustomer(change, lines) && <span className={styles.field}>{change.order.customer_name}</span>}
        {lines.length === 0 && <span className={styles.quiet}>{title}</span>}
        {lines.map((line) => (
          <span key={line.field} className={styles.field}>
            {change.type === 'UPDATE' && <span className={styles.name}>{text.field[line.field]} </span>}
            <Values line={line} change={change} />
          </span>
        ))}
      </div>
      <div className={styles.who} title={who}>
        {who}
      </div>
    </>
  );
}

/** Who it is for stands in each line, as people know orders by it. */
function isSilentOnCustomer(change: ChangeEvent, lines: readonly HistoryLine[]): boolean {
  return change.type === 'UPDATE' && lines.every(({ field }) => field !== 'customer_name');
}

function Values({
  line: { field, before, after },
  change,
}: {
  readonly line: HistoryLine;
  readonly change: ChangeEvent;
}) {
  return (
    <>
      {before !== null && <del className={styles.before}>{before}</del>}
      {before !== null && after !== null && <span className={styles.arrow}> → </span>}
      {after !== null && (
        <ins className={styles.after}>
          {field === 'status' && <StatusIcon status={change.order.status} size={14} />}
          {after}
        </ins>
      )}
    </>
  );
}

/** The same as one text, for what does not fit the line. */
function inWords(lines: readonly HistoryLine[]): string {
  return lines
    .map(({ field, before, after }) => {
      const values = [before, after].filter((value) => value !== null).join(' → ');
      return `${text.field[field]}: ${values}`;
    })
    .join('\n');
}
