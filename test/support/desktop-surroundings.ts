import type { DesktopApp } from './desktop-app.ts';

/** What a person sees of the window from outside its page. */
export interface WindowLook {
  readonly visible: boolean;
  readonly focused: boolean;
  readonly fullScreen: boolean;
  readonly bounds: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
  readonly title: string;
}

export async function lookAtWindow(app: DesktopApp): Promise<WindowLook> {
  return app.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    if (window === undefined) throw new Error('There is no window');
    return {
      visible: window.isVisible(),
      focused: window.isFocused(),
      fullScreen: window.isFullScreen(),
      bounds: window.getBounds(),
      title: window.getTitle(),
    };
  });
}

/** Chooses an item of the menu bar, as a person does. */
export async function chooseMenuItem(app: DesktopApp, id: string): Promise<void> {
  await app.evaluate(({ Menu, BrowserWindow }, wanted) => {
    const item = Menu.getApplicationMenu()?.getMenuItemById(wanted);
    const [window] = BrowserWindow.getAllWindows();
    if (item === null || item === undefined) throw new Error(`There is no item ${wanted}`);
    if (!item.enabled) throw new Error(`${wanted} is out of reach`);
    item.click({}, window, window?.webContents);
  }, id);
}

/** Presses a key in the window: the page has it first, then the menu. */
export async function pressKey(app: DesktopApp, keyCode: string, modifiers: readonly ('control' | 'shift')[]) {
  await app.evaluate(
    ({ BrowserWindow }, key) => {
      const [window] = BrowserWindow.getAllWindows();
      const { keyCode: code, modifiers: held } = key;
      for (const type of ['keyDown', 'keyUp'] as const) {
        window?.webContents.sendInputEvent({ type, keyCode: code, modifiers: [...held] });
      }
    },
    { keyCode, modifiers },
  );
}

/** What the program made for the system's tray last. */
export interface TrayLook {
  /** `null` before the program had anything to tell. */
  readonly state: string | null;
  readonly labels: readonly string[];
  /** How many different icons it has drawn. */
  readonly icons: number;
}

interface WatchedTray {
  menu: Electron.Menu | null;
  icons: Electron.NativeImage[];
}

/**
 * Looks from now on at what is made for the tray. A display without a panel shows none, and the tray itself has methods
 * of its own that nobody outside can reach.
 */
export async function watchTray(app: DesktopApp): Promise<void> {
  await app.evaluate(({ Menu, nativeImage }) => {
    const watched: WatchedTray = { menu: null, icons: [] };
    (globalThis as { watchedTray?: WatchedTray }).watchedTray = watched;
    const { buildFromTemplate } = Menu;
    Menu.buildFromTemplate = (template) => {
      const menu = buildFromTemplate(template);
      if (menu.getMenuItemById('state') !== null) watched.menu = menu;
      return menu;
    };
    const { createEmpty } = nativeImage;
    nativeImage.createEmpty = () => {
      const image = createEmpty();
      watched.icons.push(image);
      return image;
    };
  });
}

export async function lookAtTray(app: DesktopApp): Promise<TrayLook> {
  return app.evaluate(() => {
    const watched = (globalThis as { watchedTray?: WatchedTray }).watchedTray;
    const labels = (watched?.menu?.items ?? []).map(({ label }) => label).filter((label) => label !== '');
    return {
      state: labels[0] ?? null,
      labels,
      icons: new Set(watched?.icons.map((icon) => icon.toDataURL())).size,
    };
  });
}

/** Chooses an item of the tray's menu. */
export async function chooseTrayItem(app: DesktopApp, id: string): Promise<void> {
  await app.evaluate((_electron, wanted) => {
    const item = (globalThis as { watchedTray?: WatchedTray }).watchedTray?.menu?.getMenuItemById(wanted);
    if (item === null || item === undefined) throw new Error(`The tray has no item ${wanted}`);
    // Later, since the answer must be on its way before the program ends.
    setImmediate(() => item.click());
  }, id);
}

/** Closes the window as its cross does. */
export async function closeWindow(app: DesktopApp): Promise<void> {
  await app.evaluate(({ BrowserWindow }) => {
    // The answer must be on its way before the program ends.
    setImmediate(() => BrowserWindow.getAllWindows()[0]?.close());
  });
}
