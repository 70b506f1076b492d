import type { MenuItemConstructorOptions } from 'electron';
import { words } from '../words/words.ts';
import { stateLine, type TrayPicture, unreadParts } from './tray-text.ts';

export interface TrayActions {
  show(): void;
  newOrder(): void;
  setSharing(sharing: boolean): void;
  leaveWallboard(): void;
  quit(): void;
}

/** What the tray's menu depends on. */
export interface TrayMenuState extends TrayPicture {
  readonly sharing: boolean;
  /** Whether a database has been chosen, without which there is nothing to order or share. */
  readonly isReady: boolean;
  readonly isWallboard: boolean;
}

/** Pure, but for the language. */
export function trayMenu(state: TrayMenuState, actions: TrayActions): MenuItemConstructorOptions[] {
  const { feed, unread, sharing, isReady, isWallboard } = state;
  const { tray } = words.window;
  return [
    { id: 'state', label: [stateLine(feed), ...unreadParts(unread)].join(' – '), enabled: false },
    { type: 'separator' },
    { id: 'show', label: tray.show, click: () => actions.show() },
    { id: 'new-order', label: tray.newOrder, enabled: isReady, click: () => actions.newOrder() },
    {
      id: 'sharing',
      type: 'checkbox',
      label: tray.share,
      checked: sharing,
      enabled: isReady,
      click: () => actions.setSharing(!sharing),
    },
    ...(isWallboard
      ? [{ id: 'leave-wallboard', label: tray.leaveWallboard, click: () => actions.leaveWallboard() }]
      : []),
    { type: 'separator' },
    { id: 'quit', label: tray.quit, click: () => actions.quit() },
  ];
}
