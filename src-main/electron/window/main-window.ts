import { join } from 'node:path';
import { BrowserWindow, nativeTheme, screen } from 'electron';
import { CONSOLE_URL } from '../app-scheme.ts';
import { centreWindow, placeWindow, type Rectangle } from './window-placement.ts';

export interface MainWindowOptions {
  /** Where the built files lie: `out`. */
  readonly outDir: string;
  /** Where it was last; `null`: in the middle of the first display. */
  readonly bounds: Rectangle | null;
  readonly show: boolean;
  /** Whether somebody may look into the page with the developer tools. */
  readonly devTools: boolean;
}

const SIZE = { width: 1_440, height: 900 };
const MINIMUM = { width: 480, height: 400 };
/** The splash's own background, so that nothing flashes before it is drawn. */
const BACKGROUND = { light: '#f6f7f9', dark: '#101215' };

/** Opens a window on the console. The page brings its splash with it, whatever the database does. */
export function createMainWindow({ outDir, bounds, show, devTools }: MainWindowOptions): BrowserWindow {
  const areas = screen.getAllDisplays().map((display) => display.workArea);
  const place =
    bounds === null ? centreWindow(SIZE, screen.getPrimaryDisplay().workArea) : placeWindow(bounds, areas, MINIMUM);
  const window = new BrowserWindow({
    title: 'Orderdeck',
    show,
    ...place,
    minWidth: MINIMUM.width,
    minHeight: MINIMUM.height,
    backgroundColor: nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light,
    webPreferences: {
      preload: join(outDir, 'preload/preload.js'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools,
    },
  });
  // A window made for a display of another scale than the first one comes out in the wrong size.
  if (JSON.stringify(window.getBounds()) !== JSON.stringify(place)) window.setBounds(place);
  void window.loadURL(CONSOLE_URL);
  return window;
}
