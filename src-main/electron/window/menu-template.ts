import type { MenuItemConstructorOptions } from 'electron';
import { KEYED_VIEWS, type KeyedView, VIEW_KEYS } from '../../../src-shared/view-keys.ts';
import type { Words } from '../words/words.ts';

/** What the menus do; everything else in them the system does itself. */
export interface MenuActions {
  newOrder(): void;
  show(view: KeyedView): void;
  find(): void;
  settings(): void;
  toggleFullScreen(): void;
  toggleWallboard(): void;
  openInBrowser(): void;
  share(): void;
  openLogFolder(): void;
  openDataFolder(): void;
  checkForUpdates(): void;
  about(): void;
}

export interface MenuOptions {
  readonly actions: MenuActions;
  readonly platform: NodeJS.Platform;
  readonly developerTools: boolean;
}

type Item = MenuItemConstructorOptions;
type MenuWords = Words['menu'];

const SEPARATOR: Item = { type: 'separator' };

/** The item that leads to a view; `wallboard` alone is the switch of the wallboard mode. */
export function viewItemId(view: KeyedView): string {
  return `view-${view}`;
}

/** Pure: the menu bar. The system's own items are named too: Electron knows them in English only. */
export function menuTemplate({ actions, platform, developerTools }: MenuOptions, menu: MenuWords): Item[] {
  const isMac = platform === 'darwin';
  return [
    ...(isMac ? [macAppMenu(actions, menu)] : []),
    fileMenu(actions, isMac, menu),
    editMenu(menu),
    viewMenu(actions, isMac, developerTools, menu),
    {
      label: menu.tools,
      submenu: [
        item('check-database', menu.checkDatabase, () => actions.show('monitor')),
        SEPARATOR,
        item('open-in-browser', menu.openInBrowser, actions.openInBrowser),
        item('share', menu.share, actions.share),
      ],
    },
    windowMenu(isMac, menu),
    helpMenu(actions, isMac, menu),
  ];
}

function macAppMenu(actions: MenuActions, menu: MenuWords): Item {
  return {
    role: 'appMenu',
    submenu: [
      item('about', menu.about, actions.about),
      item('check-for-updates', menu.checkForUpdates, actions.checkForUpdates),
      SEPARATOR,
      item('settings', menu.settings, actions.settings, 'Command+,'),
      SEPARATOR,
      { role: 'services', label: menu.services },
      SEPARATOR,
      { role: 'hide', label: menu.hide },
      { role: 'hideOthers', label: menu.hideOthers },
      { role: 'unhide', label: menu.unhide },
      SEPARATOR,
      { role: 'quit', label: menu.quitMac },
    ],
  };
}

function fileMenu(actions: MenuActions, isMac: boolean, menu: MenuWords): Item {
  const newOrder = item('new-order', menu.newOrder, actions.newOrder, 'CommandOrControl+N');
  if (isMac) return { label: menu.file, submenu: [newOrder, SEPARATOR, { role: 'close', label: menu.close }] };
  const settings = item('settings', menu.settings, actions.settings, 'Control+,');
  // Windows itself has no accelerator for it, and the role none there either.
  const quit: Item = { id: 'quit', role: 'quit', label: menu.quit, accelerator: 'Control+Q' };
  return { label: menu.file, submenu: [newOrder, SEPARATOR, settings, SEPARATOR, quit] };
}

/** Its accelerators come after the page's own shortcuts: undo inside a field is the field's, outside the console's. */
function editMenu(menu: MenuWords): Item {
  return {
    label: menu.edit,
    submenu: [
      { role: 'undo', label: menu.undo },
      { role: 'redo', label: menu.redo },
      SEPARATOR,
      { role: 'cut', label: menu.cut },
      { role: 'copy', label: menu.copy },
      { role: 'paste', label: menu.paste },
      { role: 'delete', label: menu.delete },
      SEPARATOR,
      { role: 'selectAll', label: menu.selectAll },
    ],
  };
}

function viewMenu(actions: MenuActions, isMac: boolean, developerTools: boolean, menu: MenuWords): Item {
  const views = KEYED_VIEWS.map((view) =>
    item(viewItemId(view), menu.views[view], () => actions.show(view), `CommandOrControl+${VIEW_KEYS[view]}`),
  );
  return {
    label: menu.view,
    submenu: [
      ...views,
      SEPARATOR,
      item('find', menu.find, actions.find, 'CommandOrControl+F'),
      SEPARATOR,
      { id: 'reload', role: 'reload', label: menu.reload },
      ...alike({ role: 'reload' }, ['F5']),
      SEPARATOR,
      { id: 'zoom-reset', role: 'resetZoom', label: menu.actualSize },
      ...alike({ role: 'resetZoom' }, ['CommandOrControl+num0']),
      { id: 'zoom-in', role: 'zoomIn', label: menu.zoomIn },
      // The plus of most keyboards takes Shift; nobody presses it.
      ...alike({ role: 'zoomIn' }, ['CommandOrControl+=', 'CommandOrControl+numadd']),
      { id: 'zoom-out', role: 'zoomOut', label: menu.zoomOut },
      ...alike({ role: 'zoomOut' }, ['CommandOrControl+numsub']),
      SEPARATOR,
      item('full-screen', menu.fullScreen, actions.toggleFullScreen, isMac ? 'Control+Command+F' : 'F11'),
      {
        ...item('wallboard', menu.wallboardMode, actions.toggleWallboard, 'CommandOrControl+Shift+K'),
        type: 'checkbox',
      },
      ...(developerTools
        ? [SEPARATOR, { id: 'developer-tools', role: 'toggleDevTools', label: menu.developerTools } as const]
        : []),
    ],
  };
}

function windowMenu(isMac: boolean, menu: MenuWords): Item {
  const front: Item[] = [SEPARATOR, { role: 'front', label: menu.front }];
  return {
    // On macOS the system adds the windows to it.
    ...(isMac ? { role: 'windowMenu' } : {}),
    label: menu.window,
    submenu: [
      { role: 'minimize', label: menu.minimize },
      { role: 'zoom', label: menu.zoomWindow },
      ...(isMac ? front : [{ role: 'close', label: menu.close } as const]),
    ],
  };
}

function helpMenu(actions: MenuActions, isMac: boolean, menu: MenuWords): Item {
  const folders = [
    item('open-log-folder', menu.openLogFolder, actions.openLogFolder),
    item('open-data-folder', menu.openDataFolder, actions.openDataFolder),
  ];
  if (isMac) return { role: 'help', label: menu.help, submenu: folders };
  return {
    role: 'help',
    label: menu.help,
    submenu: [
      ...folders,
      SEPARATOR,
      item('check-for-updates', menu.checkForUpdates, actions.checkForUpdates),
      SEPARATOR,
      item('about', menu.about, actions.about),
    ],
  };
}

function item(id: string, label: string, click: () => void, accelerator?: string): Item {
  return { id, label, click: () => click(), ...(accelerator === undefined ? {} : { accelerator }) };
}

/** More keys for the same, which the menu does not show. */
function alike(what: Item, accelerators: readonly string[]): Item[] {
  return accelerators.map((accelerator) => ({
    ...what,
    accelerator,
    visible: false,
    acceleratorWorksWhenHidden: true,
  }));
}
