import { Button, Group } from '@mantine/core';
import { IconRefreshAlert, IconTrash } from '@tabler/icons-react';
import type { ChangeEvent } from '../../../src-shared/change-event.ts';
import { text } from '../../strings.ts';
import { useNow } from '../../ui/now.ts';
import { useMay } from '../../ui/use-may.ts';
import styles from './changed-notice.module.css';
import type { FieldNews } from './edit-state.ts';
import { whoWhen } from './who-when.ts';

interface ChangedNoticeProps {
  readonly news: readonly FieldNews[];
  readonly by: ChangeEvent | null;
  /** Given when the person has work of their own to compare with. */
  readonly onCompare: (() => void) | null;
  readonly onDismiss: () => void;
}

/** Somebody else changed the order while it was open. */
export function ChangedNotice({ news, by, onCompare, onDismiss }: ChangedNoticeProps) {
  return (
    <div className={`${styles.notice} ${styles.warn}`} role="alert">
      <IconRefreshAlert size={16} aria-hidden />
      <div className={styles.body}>
        <Headline title={text.order.changedSince} by={by} />
        {onCompare !== null && <p>{text.order.changedDirty}</p>}
        {onCompare === null && news.length > 0 && (
          <ul className={styles.news}>
            {news.map(({ field, before, after }) => (
              <li key={field}>
                {text.field[field]}:{' '}
                {field === 'status'
                  ? text.order.becameFrom(text.status[before.status], text.status[after.status])
                  : text.order.becameFrom(before[field], after[field])}
              </li>
            ))}
          </ul>
        )}
      </div>
      {onCompare === null ? (
        <Button variant="subtle" color="gray" size="compact-sm" onClick={onDismiss}>
          {text.order.dismiss}
        </Button>
      ) : (
        <Button variant="default" size="compact-sm" onClick={onCompare}>
          {text.order.compare}
        </Button>
      )}
    </div>
  );
}

interface DeletedNoticeProps {
  readonly by: ChangeEvent | null;
  readonly onBringBack: (deletion: ChangeEvent) => void;
  readonly onRecreate: () => void;
}

/** Somebody deleted the order while it was open; what stands in the fields is not lost. */
export function DeletedNotice({ by, onBringBack, onRecreate }: DeletedNoticeProps) {
  const mayBringBack = useMay('orders:delete');
  const mayCreate = useMay('orders:create');
  return (
    <div className={`${styles.notice} ${styles.bad}`} role="alert">
      <IconTrash size={16} aria-hidden />
      <div className={styles.body}>
        <Headline title={text.order.deleted} by={by?.type === 'DELETE' ? by : null} />
        <p>{text.order.deletedHint}</p>
        <Group gap={8} mt={8}>
          {by?.type === 'DELETE' && mayBringBack && (
            <Button variant="default" size="compact-sm" onClick={() => onBringBack(by)}>
              {text.undo.bringBack}
            </Button>
          )}
          {mayCreate && (
            <Button variant="default" size="compact-sm" onClick={onRecreate}>
              {text.order.recreate}
            </Button>
          )}
        </Group>
      </div>
    </div>
  );
}

function Headline({ title, by }: { readonly title: string; readonly by: ChangeEvent | null }) {
  const now = useNow(1_000);
  const { who, when } = whoWhen(by, now);
  return (
    <p>
      <strong>{title}</strong>
      {by !== null && <span> {text.order.changedBy(who, when)}</span>}
    </p>
  );
}
