import { accessText } from './access-text.ts';
import { busText } from './bus-text.ts';
import { doorText } from './door-text.ts';
import { monitorText } from './monitor-text.ts';

/** The words of what is not needed to show the orders, in English: they are fetched with the first view that says them. */
export const laterText = {
  bus: busText,
  monitor: monitorText,
  door: doorText,
  access: accessText,
};
