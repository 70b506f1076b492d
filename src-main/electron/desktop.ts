import { join } from 'node:path';
import { app, type BrowserWindow, session, shell } from 'electron';
import { version } from '../../package.json';
import type { DesktopEvent, DesktopState } from '../../src-shared/desktop-bridge.ts';
import { CHANNELS } from '../../src-shared/desktop-channels.ts';
import { DEFAULT_DESKTOP_SETTINGS } from '../../src-shared/desktop-settings.ts';
import { loadConfig } from '../config/config.ts';
import { readRawConfig } from '../config/env.ts';
import { createLogger } from '../observability/logger.ts';
import { serveAppScheme } from './app-scheme.ts';
import { CoreHost } from './core-host.ts';
import { DesktopStore } from './desktop-store.ts';
import { IpcGateway } from './ipc/ipc-gateway.ts';
import { isOwnAddress } from './serving/own-address.ts';
import { PortKeeper } from './serving/port-keeper.ts';
import { servingNotice } from './serving/serving-notice.ts';
import { createMainWindow } from './window/main-window.ts';

/** The composition root of the desktop program: builds every part and starts them, the window first. */
export async function runDesktop(): Promise<void> {
  await app.whenReady();
  const outDir = join(__dirname, '..');
  const webAppDir = join(outDir, 'renderer');
  const logger = createLogger({ debug: false, version });
  const store = new DesktopStore(initialState());
  const gateway = new IpcGateway({
    onRefused: (channel, event) => logger.warn({ channel, url: event.senderFrame?.url }, 'Refused a message'),
  });
  let window: BrowserWindow | null = null;
  const tell = (event: DesktopEvent): void => window?.webContents.send(CHANNELS.event, event);
  store.onChange((state) => tell({ type: 'state', state }));
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
    observer: { changed: () => undefined, statusChanged: () => undefined },
    onHost: (host) => gateway.setHost(host),
    ports,
  });
  serveAppScheme(session.defaultSession.protocol, {
    webAppDir,
    request: (request) => core.request(request),
    onError: (error) => logger.error({ error }, 'A page could not be served'),
  });
  window = createMainWindow({
    outDir,
    openExternal: (url) => void shell.openExternal(url),
    isOwnServer: (url) => isOwnAddress(url, store.current.serving),
    onRefused: (what, address) => logger.warn({ what, address }, 'Refused'),
  });
  await core.use(loadConfig(readRawConfig()));
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
