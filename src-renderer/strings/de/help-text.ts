import type { helpText as english } from '../en/help-text.ts';

export const helpText: typeof english = {
  title: 'Hilfe',
};
