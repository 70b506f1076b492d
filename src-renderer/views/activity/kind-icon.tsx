import { IconPencil, IconPlus, IconTrash } from '@tabler/icons-react';
import type { ChangeType } from '../../../src-shared/change-event.ts';
import styles from './kind-icon.module.css';

const ICONS = { INSERT: IconPlus, UPDATE: IconPencil, DELETE: IconTrash };

/** Beside the word that says the same. */
export function KindIcon({ type }: { readonly type: ChangeType }) {
  const Icon = ICONS[type];
  return <Icon size={15} stroke={2} aria-hidden className={styles[type]} />;
}
