import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { app } from 'electron';
import type { UpdateState } from '../../../src-shared/desktop-bridge.ts';
import { systemClock } from '../../base/clock.ts';
import { readRawConfig } from '../../config/env.ts';
import type { Logger } from '../../observability/logger.ts';
import { ownAppImage } from '../system/own-app-image.ts';
import { DeferralFile } from './deferral-file.ts';
import { loadElectronUpdateDriver, whyNotReplaceable } from './electron-update-driver.ts';
import { updateSource } from './update-source.ts';
import { Updater } from './updater.ts';

/** The updater of this copy of the program. */
export function createUpdater(deps: {
  readonly logger: Logger;
  readonly onState: (state: UpdateState) => void;
}): Updater {
  const { logger } = deps;
  const environment = readRawConfig(null);
  const packed = join(process.resourcesPath, 'app-update.yml');
  const packedFeed = existsSync(packed) ? packed : null;
  const dataFolder = app.getPath('userData');
  const appImage = ownAppImage(environment);
  const facts = {
    appImage,
    platform: process.platform,
    isPackaged: app.isPackaged,
    environment,
    hasPackedFeed: packedFeed !== null,
  };
  return new Updater({
    ...deps,
    clock: systemClock,
    source: (feedUrl) => updateSource(feedUrl, facts),
    load: (url) => loadElectronUpdateDriver({ url, packedFeed, dataFolder, logger }),
    deferrals: new DeferralFile(join(dataFolder, 'deferred-update.json')),
    whyNotReplaceable: () => whyNotReplaceable(appImage),
    quit: () => app.quit(),
  });
}
