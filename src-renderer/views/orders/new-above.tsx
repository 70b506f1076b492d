import { UnstyledButton } from '@mantine/core';
import { IconArrowUp } from '@tabler/icons-react';
import { text } from '../../strings.ts';

/** Says that something arrived above what is in view, instead of moving the view. */
export function NewAbove({ count, onShow }: { readonly count: number; readonly onShow: () => void }) {
  if (count === 0) return null;
  return (
    <UnstyledButton className="orders-new-above" onClick={onShow}>
      <IconArrowUp size={14} aria-hidden />
      {text.orders.newAbove(count)}
    </UnstyledButton>
  );
}
