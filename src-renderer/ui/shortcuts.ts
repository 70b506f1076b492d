import type { Text } from '../strings.ts';

/** One line of the list of shortcuts. */
export interface Shortcut {
  /** As they are pressed, in the sequence in which they are written: `['Ctrl', 'Z']`. */
  readonly keys: readonly string[];
  /** What it does, by its key in `text.shortcuts`. */
  readonly text: keyof Text['shortcuts'];
  /** Where it works; `everywhere` in every view. */
  readonly view: keyof Text['nav'] | 'everywhere';
}

/** Every shortcut of the console; each view adds its own. */
export const SHORTCUTS: readonly Shortcut[] = [
  { keys: ['Ctrl', 'K'], text: 'palette', view: 'everywhere' },
  { keys: ['/'], text: 'search', view: 'everywhere' },
  { keys: ['N'], text: 'newOrder', view: 'everywhere' },
  { keys: ['G', 'O'], text: 'goOrders', view: 'everywhere' },
  { keys: ['G', 'B'], text: 'goBoard', view: 'everywhere' },
  { keys: ['G', 'S'], text: 'goScan', view: 'everywhere' },
  { keys: ['G', 'A'], text: 'goActivity', view: 'everywhere' },
  { keys: ['G', 'W'], text: 'goWallboard', view: 'everywhere' },
  { keys: ['G', 'M'], text: 'goMonitor', view: 'everywhere' },
  { keys: ['Ctrl', ','], text: 'settings', view: 'everywhere' },
  { keys: ['?'], text: 'help', view: 'everywhere' },
  { keys: ['Ctrl', 'Z'], text: 'undo', view: 'everywhere' },
  { keys: ['Ctrl', 'Shift', 'Z'], text: 'redo', view: 'everywhere' },
  { keys: ['↑', '↓'], text: 'moveRow', view: 'orders' },
  { keys: ['Space'], text: 'selectRow', view: 'orders' },
  { keys: ['Enter'], text: 'openRow', view: 'orders' },
  { keys: ['S'], text: 'ship', view: 'orders' },
  { keys: ['D'], text: 'deliver', view: 'orders' },
  { keys: ['P'], text: 'setBack', view: 'orders' },
  { keys: ['Delete'], text: 'remove', view: 'orders' },
  { keys: ['Esc'], text: 'closeOrder', view: 'orders' },
];
