import type { MenuItemConstructorOptions } from 'electron';

/** What the menus do; everything else in them the system does itself. */
export interface MenuActions {
  newOrder(): void;
  orders(): void;
  monitor(): void;
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

const SEPARATOR: Item = { type: 'separator' };

/** Pure: the menu bar. */
export function menuTemplate({ actions, platform, developerTools }: MenuOptions): Item[] {
  const isMac = platform === 'darwin';
  return [
    ...(isMac ? [macAppMenu(actions)] : []),
    fileMenu(actions, isMac),
    // Its accelerators come after the page's own shortcuts: undo inside a field is the field's, outside the console's.
    { role: 'editMenu' },
    viewMenu(actions, isMac, developerTools),
    {
      label: '&Tools',
      submenu: [
        item('check-database', '&Check the database', actions.monitor),
        SEPARATOR,
        item('open-in-browser', 'Open in &browser', actions.openInBrowser),
        item('share', '&Share on the network…', actions.share),
      ],
    },
    { role: 'windowMenu' },
    helpMenu(actions, isMac),
  ];
}

function macAppMenu(actions: MenuActions): Item {
  return {
    role: 'appMenu',
    submenu: [
      item('about', 'About Orderdeck', actions.about),
      item('check-for-updates', 'Check for updates', actions.checkForUpdates),
      SEPARATOR,
      item('settings', 'Settings…', actions.settings, 'Command+,'),
      SEPARATOR,
      { role: 'services' },
      SEPARATOR,
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      SEPARATOR,
      { role: 'quit' },
    ],
  };
}

function fileMenu(actions: MenuActions, isMac: boolean): Item {
  const newOrder = item('new-order', '&New order', actions.newOrder, 'CommandOrControl+N');
  if (isMac) return { label: 'File', submenu: [newOrder, SEPARATOR, { role: 'close' }] };
  const settings = item('settings', '&Settings', actions.settings, 'Control+,');
  // Windows itself has no accelerator for it, and the role none there either.
  const quit: Item = { id: 'quit', role: 'quit', label: '&Quit', accelerator: 'Control+Q' };
  return { label: '&File', submenu: [newOrder, SEPARATOR, settings, SEPARATOR, quit] };
}

function viewMenu(actions: MenuActions, isMac: boolean, developerTools: boolean): Item {
  return {
    label: '&View',
    submenu: [
      item('orders', '&Orders', actions.orders, 'CommandOrControl+1'),
      item('monitor', '&Monitor', actions.monitor, 'CommandOrControl+2'),
      item('find', '&Find', actions.find, 'CommandOrControl+F'),
      SEPARATOR,
      { id: 'reload', role: 'reload' },
      ...alike({ role: 'reload' }, ['F5']),
      SEPARATOR,
      { id: 'zoom-reset', role: 'resetZoom', label: 'Actual size' },
      ...alike({ role: 'resetZoom' }, ['CommandOrControl+num0']),
      { id: 'zoom-in', role: 'zoomIn' },
      // The plus of most keyboards takes Shift; nobody presses it.
      ...alike({ role: 'zoomIn' }, ['CommandOrControl+=', 'CommandOrControl+numadd']),
      { id: 'zoom-out', role: 'zoomOut' },
      ...alike({ role: 'zoomOut' }, ['CommandOrControl+numsub']),
      SEPARATOR,
      item('full-screen', 'F&ull screen', actions.toggleFullScreen, isMac ? 'Control+Command+F' : 'F11'),
      {
        ...item('wallboard', '&Wallboard mode', actions.toggleWallboard, 'CommandOrControl+Shift+K'),
        type: 'checkbox',
      },
      ...(developerTools ? [SEPARATOR, { id: 'developer-tools', role: 'toggleDevTools' } as const] : []),
    ],
  };
}

function helpMenu(actions: MenuActions, isMac: boolean): Item {
  const folders = [
    item('open-log-folder', 'Open &log folder', actions.openLogFolder),
    item('open-data-folder', 'Open &data folder', actions.openDataFolder),
  ];
  if (isMac) return { role: 'help', submenu: folders };
  return {
    role: 'help',
    label: '&Help',
    submenu: [
      ...folders,
      SEPARATOR,
      item('check-for-updates', 'Check for &updates', actions.checkForUpdates),
      SEPARATOR,
      item('about', '&About Orderdeck', actions.about),
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
