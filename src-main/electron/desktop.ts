import { join } from 'node:path';
import { app, powerMonitor, session } from 'electron';
import { version } from '../../package.json';
import type { DesktopState } from '../../src-shared/desktop-bridge.ts';
import { DEFAULT_DESKTOP_SETTINGS } from '../../src-shared/desktop-settings.ts';
import { systemClock } from '../base/clock.ts';
import { loadConfig } from '../config/config.ts';
import { readRawConfig } from '../config/env.ts';
import { serveAppScheme } from './app-scheme.ts';
import { CoreHost } from './core-host.ts';
import { DesktopStore } from './desktop-store.ts';
import { IpcGateway } from './ipc/ipc-gateway.ts';
import { observeAll } from './observe-all.ts';
import { PortKeeper } from './serving/port-keeper.ts';
import { servingNotice } from './serving/serving-notice.ts';
import { beginRun } from './system/desktop-run.ts';
import { networkState } from './system/network-state.ts';
import { OrderlyQuit } from './system/orderly-quit.ts';
import { PowerWatch } from './system/power-watch.ts';
import { onQuitRequest } from './system/quit-requests.ts';
import { watchPages } from './system/watch-pages.ts';
import { Starts } from './window/starts.ts';
import { createWindowParts } from './window/window-parts.ts';

/** The composition root of the desktop program: builds every part and starts them, the window first. */
export async function runDesktop(): Promise<void> {
  const starts = new Starts();
  const run = beginRun();
  const { logger } = run;
  await app.whenReady();
  const outDir = join(__dirname, '..');
  const webAppDir = join(outDir, 'renderer');
  const store = new DesktopStore(initialState());
  const gateway = new IpcGateway({
    onRefused: (channel, event) => logger.warn({ channel, url: event.senderFrame?.url }, 'Refused a message'),
  });
  const raw = readRawConfig();
  watchPages(logger);
  serveAppScheme(session.defaultSession.protocol, {
    webAppDir,
    request: (request) => core.request(request),
    onError: (error) => logger.error({ error }, 'A page could not be served'),
  });
  const { windows, observer } = createWindowParts({
    outDir,
    version,
    logger,
    clock: systemClock,
    store,
    starts,
    appImage: raw.APPIMAGE ?? null,
    setSharing: async (sharing) => store.set({ settings: { ...store.current.settings, sharing } }),
    checkForUpdates: () => undefined,
    onPageGone: (page) => gateway.pageGone(page),
  });
  store.onChange((state) => windows.tell({ type: 'state', state }));
  store.announce('crashed', run.notice);
  const ports = new PortKeeper({
    logger,
    onServing: (serving) => {
      store.set({ serving });
      store.announce('ports-in-use', servingNotice(serving));
    },
  });
  const core = new CoreHost({
    logger,
    webAppDir,
    observer: observeAll([observer]),
    onHost: (host) => gateway.setHost(host),
    ports,
  });
  const quit = new OrderlyQuit({
    logger,
    steps: [
      { name: 'power watch', run: () => power.stop() },
      { name: 'core', run: () => core.use(null) },
    ],
    exit: run.exit,
  });
  onQuitRequest((reason) => void quit.quit(reason));
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
  store.set({ setup: 'done' });
  await core.use(loadConfig(raw));
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
    environment: [],
    database: null,
    serving: { kind: 'off' },
    secrets: 'ask',
    notices: [],
    update: { kind: 'idle', checkedAt: null },
  };
}
