import { join } from 'node:path';
import { app, type WebContents } from 'electron';
import type { DesktopState } from '../../../src-shared/desktop-bridge.ts';
import type { FeedState } from '../../../src-shared/server-status.ts';
import type { AppObserver } from '../../app.ts';
import type { Clock } from '../../base/clock.ts';
import type { Logger } from '../../observability/logger.ts';
import type { DesktopStore } from '../desktop-store.ts';
import { DesktopCallError } from '../ipc/desktop-call-error.ts';
import { isOwnAddress } from '../serving/own-address.ts';
import { words } from '../words/words.ts';
import { offerContextMenu } from './context-menu.ts';
import { LINK_SCHEME } from './deep-link.ts';
import { DisplayWakeLock } from './display-wake-lock.ts';
import { showHint } from './hint.ts';
import { readStart } from './link-file.ts';
import { lockDown } from './lock-down.ts';
import { followStartAtLogin, wasOpenedAtLogin } from './login-item.ts';
import { ProgramMenu } from './menu.ts';
import { menuActions } from './menu-actions.ts';
import { openOutside } from './open-outside.ts';
import { openStart } from './open-start.ts';
import type { Starts } from './starts.ts';
import { TrayKeeper } from './tray.ts';
import { Unread } from './unread.ts';
import { WindowKeeper } from './window-keeper.ts';
import { WindowStateFile } from './window-state.ts';

export interface WindowPartsDeps {
  /** Where the built files lie: `out`. */
  readonly outDir: string;
  readonly version: string;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly store: DesktopStore;
  readonly starts: Starts;
  /** See `LoginItemDeps`. */
  readonly appImage: string | null;
  readonly setSharing: (sharing: boolean) => Promise<void>;
  readonly checkForUpdates: () => void;
  readonly onPageGone: (page: WebContents) => void;
  /** See `WindowKeeperDeps`. */
  readonly onStay: () => void;
  /** Tells whenever another language is spoken. */
  readonly onLanguage: (retell: () => void) => void;
}

export interface WindowParts {
  readonly windows: WindowKeeper;
  /** Follows the core for the tray and the count of what nobody has seen. */
  readonly observer: AppObserver;
}

/** Opens the window and builds what surrounds it: menu, tray, links, start at login. The application must be ready. */
export function createWindowParts(deps: WindowPartsDeps): WindowParts {
  const { logger, clock, store, appImage, starts } = deps;
  const { platform } = process;
  lockDownEveryPage(deps);
  const wakeLock = new DisplayWakeLock();
  const windows = new WindowKeeper({
    outDir: deps.outDir,
    stateFile: new WindowStateFile({
      file: join(app.getPath('userData'), 'window-state.json'),
      clock,
      onProblem: (error, message) => logger.warn({ error }, message),
    }),
    staysInTray: () => store.current.settings.closeToTray && tray.isThere,
    onFirstStay: () => showHint(words.window.staysInTray, () => windows.show()),
    onFront: () => unread.seen(),
    onWallboard(isWallboard) {
      wakeLock.set(isWallboard);
      menu.set({ isWallboard });
      tray.set({ isWallboard });
    },
    onPageGone: deps.onPageGone,
    onStay: deps.onStay,
  });
  const actions = menuActions({ ...deps, windows });
  const menu = new ProgramMenu({ actions, platform, developerTools: !app.isPackaged });
  const tray = new TrayKeeper({
    platform,
    onAbsent: (error) => logger.info({ error }, 'There is no tray on this desktop'),
    actions: {
      show: () => windows.show(),
      newOrder: actions.newOrder,
      setSharing(sharing) {
        deps.setSharing(sharing).catch((error: unknown) => {
          logger.error({ error }, 'Sharing could not be switched');
          tray.redraw();
          const { title, failed } = words.window.notSwitched;
          // Why it is refused is known only where the program refused it itself: the window is locked.
          const body = error instanceof DesktopCallError ? error.message : failed;
          if (!showHint({ title, body }, () => actions.share())) actions.share();
        });
      },
      leaveWallboard: () => windows.leaveWallboard(),
      quit: () => app.quit(),
    },
  });
  const unread = new Unread({
    clock,
    isInFront: () => windows.isInFront,
    onCount(count) {
      windows.setUnread(count);
      tray.set({ unread: count });
      app.setBadgeCount(count);
    },
  });
  let feed: FeedState | null = null;
  const follow = ({ setup, serving, settings }: DesktopState): void => {
    const isReady = setup === 'done';
    menu.set({ isReady, isServing: serving.kind === 'serving' });
    tray.set({ feed: isReady ? (feed ?? 'starting') : null, isReady, sharing: settings.sharing });
  };
  follow(store.current);
  store.onChange(follow);
  deps.onLanguage(() => {
    menu.retell();
    tray.redraw();
  });
  followStartAtLogin({ store, appImage, platform, logger });
  const start = readStart(process.argv, process.cwd());
  // A tray that is not there cannot be started into.
  const hidden = (start.hidden || wasOpenedAtLogin(platform)) && tray.isThere;
  windows.open({ hidden });
  openStart({ hidden, link: start.link }, windows, logger);
  starts.follow((again) => openStart(again, windows, logger));
  // What the system hands over comes after `--`, so that a link cannot be a switch.
  if (app.isPackaged) app.setAsDefaultProtocolClient(LINK_SCHEME, process.execPath, ['--']);
  app.on('window-all-closed', () => {
    if (platform !== 'darwin') app.quit();
  });
  return {
    windows,
    observer: {
      changed: (changes) => unread.changed(changes.length),
      statusChanged(status) {
        feed = status.feed;
        follow(store.current);
      },
    },
  };
}

function lockDownEveryPage({ store, logger }: WindowPartsDeps): void {
  app.on('web-contents-created', (_event, page) => {
    lockDown(page, {
      openExternal: (url) => openOutside(url, logger),
      isOwnServer: (url) => isOwnAddress(url, store.current.serving),
      onRefused: (what, address) => logger.warn({ what, address }, 'Refused'),
    });
    offerContextMenu(page);
  });
}
