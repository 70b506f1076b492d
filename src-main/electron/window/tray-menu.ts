import type { MenuItemConstructorOptions } from 'electron';
import { stateLine, type TrayPicture } from './tray-text.ts';
import { unreadText } from './unread.ts';

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

/** Pure. */
export function trayMenu(state: TrayMenuState, actions: TrayActions): MenuItemConstructorOptions[] {
  const { feed, unread, sharing, isReady, isWallboard } = state;
  const news = unread === 0 ? '' : ` – ${unreadText(unread)} unread`;
  return [
    { id: 'state', label: `${stateLine(feed)}${news}`, enabled: false },
    { type: 'separator' },
    { id: 'show', label: 'Show Orderdeck', click: () => actions.show() },
    { id: 'new-order', label: 'New order', enabled: isReady, click: () => actions.newOrder() },
    {
      id: 'sharing',
      type: 'checkbox',
      label: 'Share on the network',
      checked: sharing,
      enabled: isReady,
      click: () => actions.setSharing(!sharing),
    },
    ...(isWallboard
      ? [{ id: 'leave-wallboard', label: 'Leave wallboard mode', click: () => actions.leaveWallboard() }]
      : []),
    { type: 'separator' },
    { id: 'quit', label: 'Quit', click: () => actions.quit() },
  ];
}
