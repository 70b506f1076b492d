import { join } from 'node:path';
import { BrowserWindow, nativeTheme } from 'electron';
import { CONSOLE_URL } from '../app-scheme.ts';
import { lockDown } from './lock-down.ts';

export interface MainWindowDeps {
  /** Where the built files lie: `out`. */
  readonly outDir: string;
  /** Address to open in the system's browser; only those of our own server get here. */
  readonly openExternal: (url: string) => void;
  readonly isOwnServer: (url: string) => boolean;
  readonly onRefused: (what: string, address: string) => void;
}

const MIN_WIDTH = 480;
const MIN_HEIGHT = 400;
/** The page's own background, so that nothing flashes before it is drawn. */
const BACKGROUND = { light: '#f8f9fb', dark: '#101317' };

/** Opens the window on the console. It is shown at once, with a splash, whatever the database does. */
export function createMainWindow(deps: MainWindowDeps): BrowserWindow {
  const window = new BrowserWindow({
    title: 'Orderdeck',
    width: 1_440,
    height: 900,
    minWidth: MIN_WIDTH,
    minHeight: MIN_HEIGHT,
    backgroundColor: nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light,
    webPreferences: {
      preload: join(deps.outDir, 'preload/preload.js'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      navigateOnDragDrop: false,
      spellcheck: false,
    },
  });
  lockDown(window.webContents, deps);
  void window.loadURL(CONSOLE_URL);
  return window;
}
