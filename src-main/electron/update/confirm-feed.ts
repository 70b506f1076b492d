import { BrowserWindow, dialog, type MessageBoxOptions } from 'electron';

const USE = 1;

/**
 * Asks the person whether new versions may come from this address. It is asked outside the page, which takes text of
 * others in: a page that somebody got into must not be able to choose by itself what program runs here.
 */
export async function confirmFeed(url: string): Promise<boolean> {
  const { host, protocol } = new URL(url);
  const open = 'It is not encrypted, so anybody on the way there can put another program in place of the new version.';
  const options: MessageBoxOptions = {
    type: 'warning',
    message: `Take new versions of Orderdeck from ${host}?`,
    detail: `${url}\n\nWhoever owns that address decides what program runs on this machine.${protocol === 'http:' ? ` ${open}` : ''}`,
    buttons: ['Cancel', 'Use this address'],
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
