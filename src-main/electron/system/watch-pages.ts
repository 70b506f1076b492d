import { app, BrowserWindow, dialog, type WebContents } from 'electron';
import type { Logger } from '../../observability/logger.ts';
import { reloadAfterCrash } from './page-crash.ts';

/** Keeps every page of the program alive, from when it is made. */
export function watchPages(logger: Logger): void {
  app.on('web-contents-created', (_event, page) => {
    reloadAfterCrash(page, { logger, askToReload: () => askToReload(page) });
  });
}

/** @returns whether to load it again */
async function askToReload(page: WebContents): Promise<boolean> {
  const options = {
    type: 'error' as const,
    title: 'Orderdeck',
    message: 'The window fails again and again.',
    detail: 'The orders are safe in the database, and browsers still reach the console. The log says more.',
    buttons: ['Load it again', 'Quit'],
    defaultId: 0,
    cancelId: 0,
  };
  const window = BrowserWindow.fromWebContents(page);
  const { response } = await (window === null
    ? dialog.showMessageBox(options)
    : dialog.showMessageBox(window, options));
  if (response === 0) return true;
  app.quit();
  return false;
}
