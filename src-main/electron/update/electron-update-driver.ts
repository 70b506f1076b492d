import { access, constants, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { app } from 'electron';
import type { AppUpdater, BaseUpdater } from 'electron-updater';
import type { Logger } from '../../observability/logger.ts';
import { releaseNotes } from './release-notes.ts';
import type { UpdateDriver } from './update-driver.ts';

export interface ElectronUpdateOptions {
  /** `null`: the feed that the package names. */
  readonly url: string | null;
  /** The file in which the package names it; `null` where there is none. */
  readonly packedFeed: string | null;
  readonly dataFolder: string;
  readonly logger: Logger;
}

/** Updates by `electron-updater`, which is large and therefore not loaded before it is needed. */
export async function loadElectronUpdateDriver(options: ElectronUpdateOptions): Promise<UpdateDriver> {
  const { AppImageUpdater, MacUpdater, NsisUpdater } = await import('electron-updater');
  const updater: BaseUpdater | InstanceType<typeof MacUpdater> =
    process.platform === 'darwin'
      ? new MacUpdater()
      : process.platform === 'win32'
        ? new NsisUpdater()
        : new AppImageUpdater();
  await configure(updater, options);
  let onProgress: (percent: number) => void = () => undefined;
  updater.on('download-progress', ({ percent }) => onProgress(Math.floor(percent)));
  return {
    async check() {
      const result = await updater.checkForUpdates();
      if (result === null || !result.isUpdateAvailable) return null;
      return { version: result.updateInfo.version, notes: releaseNotes(result.updateInfo.releaseNotes) };
    },
    async download(listener) {
      onProgress = listener;
      await updater.downloadUpdate();
    },
    abort: () => updater.netSession.closeAllConnections(),
    install(restart) {
      // The new program may start before this one is gone altogether, and would take itself for a second one.
      app.releaseSingleInstanceLock();
      if (updater instanceof MacUpdater) updater.quitAndInstall();
      else updater.install(true, restart);
    },
  };
}

/** Whether this user may put another file in the place of this program's. @param appImage its path, where it is one */
export async function whyNotReplaceable(appImage: string | null): Promise<Error | null> {
  if (appImage === null) return null;
  try {
    await access(dirname(appImage), constants.W_OK);
    return null;
  } catch (error) {
    return error as Error;
  }
}

async function configure(updater: AppUpdater, options: ElectronUpdateOptions): Promise<void> {
  const { url, packedFeed, dataFolder, logger } = options;
  updater.logger = {
    debug: (message: string) => logger.debug({}, message),
    info: (message: unknown) => logger.debug({}, String(message)),
    warn: (message: unknown) => logger.warn({}, String(message)),
    error: (message: unknown) => logger.warn({}, String(message)),
  };
  updater.autoDownload = false;
  // Put in place by `install` alone, when the database has been let go of.
  updater.autoInstallOnAppQuit = false;
  updater.allowDowngrade = false;
  updater.disableWebInstaller = true;
  // Whether this copy takes part was decided before; the library would look for the package's own signs.
  updater.forceDevUpdateConfig = true;
  const isSupported = updater.isUpdateSupported;
  updater.isUpdateSupported = (info) => isWanted(info.version) && isSupported(info);
  updater.updateConfigPath = packedFeed ?? (await writtenFeed(dataFolder, url));
  if (url !== null) updater.setFeedURL({ provider: 'generic', url });
}

/** Who runs a finished version is not offered one that is being tried. */
function isWanted(version: string): boolean {
  const isPrerelease = (text: string) => /^\d+\.\d+\.\d+-/.test(text);
  return !isPrerelease(version) || isPrerelease(app.getVersion());
}

/** The library reads its cache folder's name from a file; a package without a feed has none. */
async function writtenFeed(dataFolder: string, url: string | null): Promise<string> {
  const path = join(dataFolder, 'update-feed.json');
  await writeFile(path, JSON.stringify({ provider: 'generic', url, updaterCacheDirName: 'orderdeck-updater' }));
  return path;
}
