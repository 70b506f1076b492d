import { join } from 'node:path';
import { app, powerMonitor, session, shell } from 'electron';
import { version } from '../../package.json';
import type { DesktopState } from '../../src-shared/desktop-bridge.ts';
import { DEFAULT_DESKTOP_SETTINGS } from '../../src-shared/desktop-settings.ts';
import { systemClock } from '../base/clock.ts';
import { serveAppScheme } from './app-scheme.ts';
import { CoreHost } from './core-host.ts';
import { desktopCallHandlers } from './desktop-call-handlers.ts';
import { DesktopStore } from './desktop-store.ts';
import { followSettings } from './follow-settings.ts';
import { answerDesktopCalls } from './ipc/desktop-calls.ts';
import { IpcGateway } from './ipc/ipc-gateway.ts';
import { senderAddress } from './ipc/trusted-senders.ts';
import { guardCalls } from './lock/guard-calls.ts';
import { WindowCookies } from './lock/window-cookies.ts';
import { WindowLock } from './lock/window-lock.ts';
import { withCookies } from './lock/window-requests.ts';
import { createNotifications } from './notify/create-notifications.ts';
import { observeAll } from './observe-all.ts';
import { PortKeeper } from './serving/port-keeper.ts';
import { servingNotice } from './serving/serving-notice.ts';
import { settingsFacts } from './settings/settings-facts.ts';
import { systemKeyring } from './settings/system-keyring.ts';
import { createSetupParts } from './setup/setup-parts.ts';
import { beginRun } from './system/desktop-run.ts';
import { networkState } from './system/network-state.ts';
import { OrderlyQuit } from './system/orderly-quit.ts';
import { ownAppImage } from './system/own-app-image.ts';
import { PowerWatch } from './system/power-watch.ts';
import { onQuitRequest } from './system/quit-requests.ts';
import { watchPages } from './system/watch-pages.ts';
import { confirmFeed } from './update/confirm-feed.ts';
import { createUpdater } from './update/create-updater.ts';
import { beginAgain } from './window/begin-again.ts';
import { Starts } from './window/starts.ts';
import { createWindowParts } from './window/window-parts.ts';
import { followLanguage } from './words/follow-language.ts';

/** The composition root of the desktop program: builds every part and starts them, the window first. */
export async function runDesktop(): Promise<void> {
  const starts = new Starts();
  const run = beginRun();
  const { logger } = run;
  await app.whenReady();
  const outDir = join(__dirname, '..');
  const webAppDir = join(outDir, 'renderer');
  const store = new DesktopStore(initialState());
  const cookies = new WindowCookies();
  const gateway = new IpcGateway({
    cookie: () => cookies.header(),
    onRefused: (channel, event) => logger.warn({ channel, url: senderAddress(event) }, 'Refused a message'),
  });
  const { environment, settings, setup, demoWatch, handlers } = createSetupParts({
    folder: app.getPath('userData'),
    platform: process.platform,
    isPackaged: app.isPackaged,
    keyring: systemKeyring(),
    core: { use: (config) => core.use(config) },
    store,
    logger,
  });
  const request = withCookies((asked) => core.request(asked), cookies);
  const lock = new WindowLock({ isOn: () => settings.current.windowLock, request });
  // First of all that follow the settings: what they change goes on record while the core of before is there.
  settings.onChange((now, before) => {
    const facts = settingsFacts(now, before);
    if (facts !== null) void core.settingsChanged(facts, cookies.header());
  });
  setup.begin();
  const onLanguage = followLanguage(store, [app.getLocale()]);
  watchPages(logger);
  serveAppScheme(session.defaultSession.protocol, {
    webAppDir,
    request,
    onError: (error) => logger.error({ error }, 'A page could not be served'),
  });
  const { windows, observer } = createWindowParts({
    outDir,
    version,
    logger,
    clock: systemClock,
    store,
    starts,
    appImage: ownAppImage(environment),
    async setSharing(sharing) {
      await lock.requireAdmin();
      await settings.change({ sharing });
    },
    checkForUpdates: () => updates.lookNow(),
    onPageGone: (page) => gateway.pageGone(page),
    onLanguage,
    onStay: () => updates.stay(),
  });
  store.onChange((state) => windows.tell({ type: 'state', state }));
  store.announce('crashed', run.notice);
  const notifications = createNotifications({ logger, core: () => core, windows });
  const updates = createUpdater({ logger, onState: (update) => store.set({ update }) });
  answerDesktopCalls({
    handlers: guardCalls(
      desktopCallHandlers({
        store,
        settings,
        core: setup,
        shell,
        database: handlers,
        updates: updates.handlers,
        leaveWallboard: () => windows.leaveWallboard(),
        lock,
        confirmFeed,
      }),
      lock,
    ),
    onRefused: (channel, event) => logger.warn({ channel, url: senderAddress(event) }, 'Refused a call'),
    onError: (error, call) => logger.error({ error, call }, 'A call of the window failed'),
  });
  const ports = new PortKeeper({
    logger,
    onServing: (serving) => {
      store.set({ serving });
      store.announce('ports-in-use', () => servingNotice(serving, store.current.environment));
    },
  });
  const core = new CoreHost({
    logger,
    webAppDir,
    stateDir: app.getPath('userData'),
    isWindowLocked: () => lock.isOn,
    observer: observeAll([observer, notifications, demoWatch]),
    onHost: (host) => gateway.setHost(host),
    ports,
  });
  const quit = new OrderlyQuit({
    logger,
    steps: [
      { name: 'power watch', run: () => power.stop() },
      { name: 'notifications', run: () => notifications.stop() },
      { name: 'core and demo', run: () => setup.stop() },
      { name: 'updates', run: () => updates.atQuit() },
    ],
    exit: run.exit,
  });
  const onStart = beginAgain({ logger, appImage: ownAppImage(environment) });
  onQuitRequest((reason) => {
    starts.follow(onStart);
    void quit.quit(reason);
  });
  const power = new PowerWatch({
    logger,
    power: powerMonitor,
    network: networkState,
    onChange: () => {
      core.checkNow();
      windows.tell({ type: 'check-connection' });
      ports.refresh();
    },
  });
  power.start();
  followSettings(store, { notifications, updates });
  settings.onChange(() => core.windowChanged());
  onLanguage(() => updates.use(store.current.settings.updates));
  await setup.apply();
}

function initialState(): DesktopState {
  return {
    about: {
      version,
      electron: process.versions.electron,
      chrome: process.versions.chrome,
      node: process.versions.node,
      platform: process.platform,
      dataFolder: app.getPath('userData'),
      logFolder: app.getPath('logs'),
    },
    setup: 'needed',
    settings: DEFAULT_DESKTOP_SETTINGS,
    language: 'en',
    environment: [],
    database: null,
    serving: { kind: 'off' },
    secrets: 'ask',
    notices: [],
    update: { kind: 'idle', checkedAt: null },
  };
}
