import type { slipText as english } from '../en/slip-text.ts';

export const slipText: typeof english = {
  print: 'Kommissionierschein drucken',
  title: 'Kommissionierschein',
  order: 'Auftrag',
  customer: 'Kunde',
  product: 'Artikel',
  status: 'Status',
  created: 'Angelegt',
  printed: (when) => `Gedruckt ${when}`,
  picked: 'Kommissioniert von',
};
