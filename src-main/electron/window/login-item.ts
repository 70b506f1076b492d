import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { app } from 'electron';
import type { DesktopNotice, DesktopState } from '../../../src-shared/desktop-bridge.ts';
import type { Logger } from '../../observability/logger.ts';
import type { DesktopStore } from '../desktop-store.ts';
import { writeFailure } from '../settings/atomic-file.ts';
import { words } from '../words/words.ts';
import { autostartEntry } from './autostart-entry.ts';
import { HIDDEN_ARGUMENT } from './start-arguments.ts';

export interface LoginItemDeps {
  /** The file an AppImage was started as, which the program runs from under another name; `null` for all else. */
  readonly appImage: string | null;
  readonly platform: NodeJS.Platform;
}

/**
 * Makes the system start the program at login, hidden in the tray, or not any more.
 *
 * @throws Error when the system does not let it
 */
export function setStartAtLogin(startAtLogin: boolean, { appImage, platform }: LoginItemDeps): void {
  if (platform !== 'linux') {
    app.setLoginItemSettings({ openAtLogin: startAtLogin, args: [HIDDEN_ARGUMENT] });
    return;
  }
  const folder = join(app.getPath('appData'), 'autostart');
  const file = join(folder, 'orderdeck.desktop');
  if (!startAtLogin) {
    rmSync(file, { force: true });
    return;
  }
  // Not packed, the program is Electron's own binary with the app's folder as its argument.
  const program = app.isPackaged ? [appImage ?? process.execPath] : [process.execPath, app.getAppPath()];
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, autostartEntry([...program, HIDDEN_ARGUMENT]));
}

/** Whether this start is one that should not show itself, on the system that has no arguments for it. */
export function wasOpenedAtLogin(platform: NodeJS.Platform): boolean {
  return platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin === true;
}

export interface LoginItemFollowDeps extends LoginItemDeps {
  readonly store: DesktopStore;
  readonly logger: Logger;
}

/** Does what the setting says, now and whenever it changes. What the person has set up by hand otherwise stays. */
export function followStartAtLogin({ store, logger, ...deps }: LoginItemFollowDeps): void {
  // Off is what a system starts with: only one that was on is switched off.
  let known = false;
  const follow = ({ settings: { startAtLogin } }: DesktopState): void => {
    if (startAtLogin === known) return;
    known = startAtLogin;
    try {
      setStartAtLogin(startAtLogin, deps);
      store.withdraw('login-failed');
    } catch (error) {
      logger.warn({ error }, 'The start at login could not be set up');
      store.notify(() => loginFailedNotice(error));
    }
  };
  follow(store.current);
  store.onChange(follow);
}

function loginFailedNotice(error: unknown): DesktopNotice {
  const { title, message } = words.notices.login;
  const common = { id: 'login-failed', severity: 'warning', file: null, dismissible: true } as const;
  return { ...common, title, message: message(writeFailure(error)) };
}
