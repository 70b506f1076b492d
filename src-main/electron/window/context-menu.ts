import { BrowserWindow, clipboard, Menu, type WebContents } from 'electron';
import { CONSOLE_URL } from '../app-scheme.ts';
import { words } from '../words/words.ts';
import { contextTemplate } from './context-template.ts';

/** The menu of the right button, which a page in Electron has none of by itself. */
export function offerContextMenu(page: WebContents): void {
  page.on('context-menu', (_event, place) => {
    const items = contextTemplate(place, {
      menu: words.menu,
      consoleUrl: CONSOLE_URL,
      copyText: (text) => clipboard.writeText(text),
    });
    const window = BrowserWindow.fromWebContents(page);
    if (items.length === 0 || window === null) return;
    Menu.buildFromTemplate(items).popup({ window, x: place.x, y: place.y });
  });
}
