import type { Permission } from '../../src-shared/permission.ts';
import { type KeyedView, VIEW_KEYS } from '../../src-shared/view-keys.ts';
import type { Text } from '../strings.ts';

/** One line of the list of shortcuts. */
export interface Shortcut {
  /** As they are pressed, in the sequence in which they are written: `['Ctrl', 'Z']`. */
  readonly keys: readonly string[];
  /** What does the same in the desktop window, where no browser takes it. */
  readonly desktopKeys?: readonly string[];
  /** What it does, by its key in `text.shortcuts`. */
  readonly text: keyof Text['shortcuts'];
  /** Where it works; `everywhere` in every view. */
  readonly view: keyof Text['nav'] | 'everywhere';
  /** What somebody must be allowed to do for it to mean anything to them. */
  readonly needs?: Permission;
}

/** Every shortcut of the console; each view adds its own. */
export const SHORTCUTS: readonly Shortcut[] = [
  { keys: ['Ctrl', 'K'], text: 'palette', view: 'everywhere' },
  { keys: ['/'], text: 'search', view: 'everywhere' },
  { keys: ['N'], text: 'newOrder', view: 'everywhere', needs: 'orders:create' },
  { keys: ['G', 'O'], desktopKeys: numbered('orders'), text: 'goOrders', view: 'everywhere' },
  { keys: ['G', 'B'], desktopKeys: numbered('board'), text: 'goBoard', view: 'everywhere' },
  { keys: ['G', 'S'], desktopKeys: numbered('scan'), text: 'goScan', view: 'everywhere', needs: 'orders:set-status' },
  { keys: ['G', 'A'], desktopKeys: numbered('activity'), text: 'goActivity', view: 'everywhere' },
  { keys: ['G', 'W'], desktopKeys: numbered('wallboard'), text: 'goWallboard', view: 'everywhere' },
  { keys: ['G', 'M'], desktopKeys: numbered('monitor'), text: 'goMonitor', view: 'everywhere' },
  { keys: ['Ctrl', ','], text: 'settings', view: 'everywhere' },
  { keys: ['?'], text: 'help', view: 'everywhere' },
  { keys: ['Ctrl', 'Z'], text: 'undo', view: 'everywhere', needs: 'orders:undo' },
  { keys: ['Ctrl', 'Shift', 'Z'], text: 'redo', view: 'everywhere', needs: 'orders:undo' },
  { keys: ['↑', '↓'], text: 'moveRow', view: 'orders' },
  { keys: ['Space'], text: 'selectRow', view: 'orders' },
  { keys: ['Enter'], text: 'openRow', view: 'orders' },
  { keys: ['S'], text: 'ship', view: 'orders', needs: 'orders:set-status' },
  { keys: ['D'], text: 'deliver', view: 'orders', needs: 'orders:set-status' },
  { keys: ['P'], text: 'setBack', view: 'orders', needs: 'orders:set-status' },
  { keys: ['Delete'], text: 'remove', view: 'orders', needs: 'orders:delete' },
  { keys: ['Esc'], text: 'closeOrder', view: 'orders' },
];

/** As the menu of the desktop program has it. */
function numbered(view: KeyedView): readonly string[] {
  return ['Ctrl', String(VIEW_KEYS[view])];
}
