import { ActionIcon } from '@mantine/core';
import { IconPencil, IconTrash } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { text } from '../../strings.ts';
import { TimeLabel } from '../../ui/time-label.tsx';
import styles from './access.module.css';

const ICON = { size: 16, stroke: 1.75, 'aria-hidden': true } as const;

interface EditedItemProps {
  /** Name and marks. */
  readonly title: ReactNode;
  readonly sub: ReactNode;
  /** ISO 8601 UTC; `null`: never. */
  readonly lastSeenAt: string | null;
  /** What the two buttons do, for who cannot see them. */
  readonly editLabel: string;
  readonly removeLabel: string;
  readonly onEdit: () => void;
  readonly onRemove: () => void;
}

/** A person or a device in its list. */
export function EditedItem(props: EditedItemProps) {
  const { title, sub, lastSeenAt, editLabel, removeLabel, onEdit, onRemove } = props;
  return (
    <li className={styles.item}>
      <div className={styles.main}>
        <div className={styles.title}>{title}</div>
        <div className={styles.sub}>{sub}</div>
      </div>
      <div className={styles.side}>
        {text.access.lastSeen}: {lastSeenAt === null ? text.access.never : <TimeLabel iso={lastSeenAt} />}
      </div>
      <ActionIcon aria-label={editLabel} onClick={onEdit}>
        <IconPencil {...ICON} />
      </ActionIcon>
      <ActionIcon aria-label={removeLabel} onClick={onRemove}>
        <IconTrash {...ICON} />
      </ActionIcon>
    </li>
  );
}
