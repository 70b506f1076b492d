import type { DesktopState } from '../../src-shared/desktop-bridge.ts';
import type { DesktopStore } from './desktop-store.ts';
import { DesktopCallError } from './ipc/desktop-call-error.ts';
import type { DesktopCallHandlers } from './ipc/desktop-calls.ts';
import type { WindowLock } from './lock/window-lock.ts';
import type { SettingsKeeper } from './settings/settings-keeper.ts';
import type { CoreSetup } from './setup/core-setup.ts';
import type { DatabaseHandlers } from './setup/database-handlers.ts';
import { words } from './words/words.ts';

/** What of the system's shell is used; in Electron `shell`. */
export interface SystemShell {
  /** @returns why it could not be opened; empty when it was */
  openPath(path: string): Promise<string>;
  showItemInFolder(path: string): void;
  openExternal(url: string): Promise<void>;
}

export type UpdateHandlers = Pick<
  DesktopCallHandlers,
  'check-for-update' | 'download-update' | 'defer-update' | 'install-update'
>;

export interface DesktopCallHandlersDeps {
  readonly store: DesktopStore;
  readonly settings: SettingsKeeper;
  readonly core: Pick<CoreSetup, 'apply'>;
  readonly shell: SystemShell;
  readonly database: DatabaseHandlers;
  readonly updates: UpdateHandlers;
  readonly leaveWallboard: () => void;
  readonly lock: Pick<WindowLock, 'requireSomebodyToUnlock'>;
  /** Whether the person lets new versions come from this address. */
  readonly confirmFeed: (url: string) => Promise<boolean>;
}

const PAGES = { console: '/', 'api-docs': '/api/docs' };

/** Everything the window may ask for. */
export function desktopCallHandlers(deps: DesktopCallHandlersDeps): DesktopCallHandlers {
  const { store, settings, core, shell, database, updates, leaveWallboard, lock, confirmFeed } = deps;
  const open = async (folder: string): Promise<undefined> => {
    const failure = await shell.openPath(folder);
    if (failure !== '') throw new DesktopCallError(words.calls.folder(folder, failure));
  };
  return {
    ...database,
    ...updates,
    'get-state': () => store.current,
    async 'save-settings'(patch) {
      if (patch.ports !== undefined && patch.ports.port === patch.ports.wsPort) {
        throw new DesktopCallError(words.calls.samePorts(patch.ports.port));
      }
      if (patch.windowLock === true && !settings.current.windowLock) await lock.requireSomebodyToUnlock();
      const { feedUrl } = patch.updates ?? settings.current.updates;
      const isNewFeed = feedUrl !== '' && feedUrl !== settings.current.updates.feedUrl;
      if (isNewFeed && !(await confirmFeed(feedUrl))) {
        throw new DesktopCallError(words.updates.feedKept);
      }
      await settings.change(patch);
      await core.apply();
    },
    'dismiss-notice'(id) {
      const notice = noticeOf(store.current, id);
      if (!notice.dismissible) throw new DesktopCallError(words.calls.noticeStays);
      store.withdraw(notice.id);
    },
    async 'show-file'(id) {
      const { file } = noticeOf(store.current, id);
      if (file === null) throw new DesktopCallError(words.calls.noFile);
      shell.showItemInFolder(file);
    },
    'open-log-folder': () => open(store.current.about.logFolder),
    'open-data-folder': () => open(store.current.about.dataFolder),
    async 'open-in-browser'(page) {
      const { serving } = store.current;
      const [address] = serving.kind === 'serving' ? serving.urls : [];
      if (address === undefined) throw new DesktopCallError(words.calls.notServing);
      await shell.openExternal(address + PAGES[page]);
    },
    'leave-wallboard'() {
      leaveWallboard();
    },
  };
}

function noticeOf({ notices }: DesktopState, id: string): DesktopState['notices'][number] {
  const notice = notices.find((candidate) => candidate.id === id);
  if (notice === undefined) throw new DesktopCallError(words.calls.noticeGone);
  return notice;
}
