import type { boardText as english } from '../en/board-text.ts';

export const boardText: typeof english = {
  title: 'Tafel',
};
