import type { WebContents } from 'electron';
import { isConsoleUrl } from '../ipc/trusted-senders.ts';

export interface LockDownDeps {
  readonly openExternal: (url: string) => void;
  /** Whether an address is one of this program's own server, the only ones that may be opened in a browser. */
  readonly isOwnServer: (url: string) => boolean;
  readonly onRefused: (what: string, address: string) => void;
}

/** Holds a page to the console: it goes nowhere else, opens no window, embeds nothing and is granted nothing. */
export function lockDown(page: WebContents, { openExternal, isOwnServer, onRefused }: LockDownDeps): void {
  page.on('will-navigate', (event, url) => {
    if (isConsoleUrl(url)) return;
    event.preventDefault();
    if (isOwnServer(url)) openExternal(url);
    else onRefused('navigation', url);
  });
  page.on('will-redirect', (event, url) => {
    if (isConsoleUrl(url)) return;
    event.preventDefault();
    onRefused('redirect', url);
  });
  page.setWindowOpenHandler(({ url }) => {
    if (isOwnServer(url)) openExternal(url);
    else onRefused('new window', url);
    return { action: 'deny' };
  });
  page.on('will-attach-webview', (event, _preferences, { src }) => {
    event.preventDefault();
    onRefused('webview', src ?? '');
  });
  const { session } = page;
  session.setPermissionRequestHandler((_page, permission, callback) => {
    onRefused('permission', permission);
    callback(false);
  });
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
}
