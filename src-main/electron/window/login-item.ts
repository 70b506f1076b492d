import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { app } from 'electron';
import type { DesktopState } from '../../../src-shared/desktop-bridge.ts';
import type { DesktopStore } from '../desktop-store.ts';
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
  readonly onProblem: (error: unknown) => void;
}

/** Does what the setting says, now and whenever it changes. What the person has set up by hand otherwise stays. */
export function followStartAtLogin({ store, onProblem, ...deps }: LoginItemFollowDeps): void {
  // Off is what a system starts with: only one that was on is switched off.
  let known = false;
  const follow = ({ settings: { startAtLogin } }: DesktopState): void => {
    if (startAtLogin === known) return;
    known = startAtLogin;
    try {
      setStartAtLogin(startAtLogin, deps);
    } catch (error) {
      onProblem(error);
    }
  };
  follow(store.current);
  store.onChange(follow);
}
