import { UnstyledButton } from '@mantine/core';
import { IconArrowUp } from '@tabler/icons-react';
import styles from './new-above.module.css';

interface NewAboveProps {
  /** How many have come, in words. */
  readonly label: string;
  readonly onShow: () => void;
}

/** Says that something arrived above what is in view, instead of moving the view. */
export function NewAbove({ label, onShow }: NewAboveProps) {
  return (
    <UnstyledButton className={styles.chip ?? ''} onClick={onShow}>
      <IconArrowUp size={14} aria-hidden />
      {label}
    </UnstyledButton>
  );
}
