import { BrowserWindow, dialog, type MessageBoxOptions } from 'electron';
import { words } from '../words/words.ts';

const USE = 1;

/**
 * Asks the person whether new versions may come from this address. It is asked outside the page, which takes text of
 * others in: a page that somebody got into must not be able to choose by itself what program runs here.
 */
export async function confirmFeed(url: string): Promise<boolean> {
  const { host, protocol } = new URL(url);
  const asked = words.updates.confirmFeed;
  const options: MessageBoxOptions = {
    type: 'warning',
    message: asked.message(host),
    detail: `${url}\n\n${asked.detail}${protocol === 'http:' ? ` ${asked.open}` : ''}`,
    buttons: [asked.cancel, asked.use],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  };
  const parent = BrowserWindow.getFocusedWindow();
  const { response } = await (parent === null
    ? dialog.showMessageBox(options)
    : dialog.showMessageBox(parent, options));
  return response === USE;
}
