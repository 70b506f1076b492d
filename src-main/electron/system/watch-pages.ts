import { app, BrowserWindow, dialog, type WebContents } from 'electron';
import type { Logger } from '../../observability/logger.ts';
import { words } from '../words/words.ts';
import { reloadAfterCrash } from './page-crash.ts';

/** Keeps every page of the program alive, from when it is made. */
export function watchPages(logger: Logger): void {
  app.on('web-contents-created', (_event, page) => {
    reloadAfterCrash(page, { logger, askToReload: () => askToReload(page) });
  });
}

/** @returns whether to load it again */
async function askToReload(page: WebContents): Promise<boolean> {
  const { pageFails: said } = words.window;
  const options = {
    type: 'error' as const,
    title: 'Orderdeck',
    message: said.message,
    detail: said.detail,
    buttons: [said.reload, said.quit],
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
