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

/** What the program told the system's tray last. */
export interface TrayLook {
  readonly tooltip: string | null;
  readonly labels: readonly string[];
  readonly images: number;
}

interface WatchedTray {
  tray?: { emit(event: string): boolean };
  menu?: { getMenuItemById(id: string): { click(): void } | null; items: readonly { label: string }[] };
  tooltip?: string;
  images: string[];
}

/** Listens to what is handed to the tray from now on: a display without a panel shows none. */
export async function watchTray(app: DesktopApp): Promise<void> {
  await app.evaluate(({ Tray }) => {
    const watched: WatchedTray = { images: [] };
    (globalThis as { watchedTray?: WatchedTray }).watchedTray = watched;
    const { setToolTip, setContextMenu, setImage } = Tray.prototype;
    Tray.prototype.setToolTip = function (this: Electron.Tray, text) {
      watched.tray = this;
      watched.tooltip = text;
      setToolTip.call(this, text);
    };
    Tray.prototype.setContextMenu = function (this: Electron.Tray, menu) {
      watched.menu = menu as unknown as NonNullable<WatchedTray['menu']>;
      setContextMenu.call(this, menu);
    };
    Tray.prototype.setImage = function (this: Electron.Tray, image) {
      watched.images.push((image as Electron.NativeImage).toDataURL());
      setImage.call(this, image);
    };
  });
}

/** `null` before the program told the tray anything. */
export async function lookAtTray(app: DesktopApp): Promise<TrayLook> {
  return app.evaluate(() => {
    const watched = (globalThis as { watchedTray?: WatchedTray }).watchedTray;
    return {
      tooltip: watched?.tooltip ?? null,
      labels: (watched?.menu?.items ?? []).map(({ label }) => label).filter((label) => label !== ''),
      images: new Set(watched?.images).size,
    };
  });
}

/** Chooses an item of the tray's menu. */
export async function chooseTrayItem(app: DesktopApp, id: string): Promise<void> {
  await app.evaluate((_electron, wanted) => {
    const item = (globalThis as { watchedTray?: WatchedTray }).watchedTray?.menu?.getMenuItemById(wanted);
    if (item === null || item === undefined) throw new Error(`The tray has no item ${wanted}`);
    item.click();
  }, id);
}

export async function clickTray(app: DesktopApp): Promise<void> {
  await app.evaluate(() => {
    (globalThis as { watchedTray?: WatchedTray }).watchedTray?.tray?.emit('click');
  });
}

/** Closes the window as its cross does. */
export async function closeWindow(app: DesktopApp): Promise<void> {
  await app.evaluate(({ BrowserWindow }) => {
    // The answer must be on its way before the program ends.
    setImmediate(() => BrowserWindow.getAllWindows()[0]?.close());
  });
}
