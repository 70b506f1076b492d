import type { importText as english } from '../en/import-text.ts';

export const importText: typeof english = {
  title: 'Aufträge importieren',
};
