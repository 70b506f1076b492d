import { shell } from 'electron';
import type { Logger } from '../../observability/logger.ts';
import type { DesktopStore } from '../desktop-store.ts';
import { showAbout } from './about.ts';
import type { MenuActions } from './menu-template.ts';
import { openOutside } from './open-outside.ts';
import type { WindowKeeper } from './window-keeper.ts';

export interface MenuActionsDeps {
  readonly windows: WindowKeeper;
  readonly store: DesktopStore;
  readonly logger: Logger;
  readonly version: string;
  readonly checkForUpdates: () => void;
}

const SETTINGS = '#/settings';

/** What menu and tray do. What belongs to the page is told to it, after the window was brought to the front. */
export function menuActions(deps: MenuActionsDeps): MenuActions {
  const { windows, store, logger } = deps;
  const go = (hash: string): void => {
    windows.show();
    windows.tell({ type: 'go', hash });
  };
  const tell = (type: 'new-order' | 'find'): void => {
    windows.show();
    windows.tell({ type });
  };
  const openFolder = (folder: string): void => {
    // Resolves with what went wrong, in words; empty when nothing did.
    void shell.openPath(folder).then((problem) => {
      if (problem !== '') logger.warn({ folder, problem }, 'The folder could not be opened');
    });
  };
  return {
    newOrder: () => tell('new-order'),
    find: () => tell('find'),
    show: (view) => go(`#/${view}`),
    settings: () => go(SETTINGS),
    share: () => go(SETTINGS),
    toggleFullScreen: () => windows.toggleFullScreen(),
    toggleWallboard: () => windows.toggleWallboard(),
    openInBrowser() {
      const { serving } = store.current;
      const url = serving.kind === 'serving' ? serving.urls[0] : undefined;
      if (url !== undefined) openOutside(url, logger);
    },
    openLogFolder: () => openFolder(store.current.about.logFolder),
    openDataFolder: () => openFolder(store.current.about.dataFolder),
    checkForUpdates() {
      deps.checkForUpdates();
      go(SETTINGS);
    },
    about: () => showAbout(deps.version),
  };
}
