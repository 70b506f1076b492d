import { systemClock } from '../../base/clock.ts';
import type { Config } from '../../config/config.ts';
import type { RawConfig } from '../../config/env.ts';
import type { Logger } from '../../observability/logger.ts';
import type { DesktopStore } from '../desktop-store.ts';
import { brokenSettingsNotice } from '../settings/broken-settings-notice.ts';
import { readDesktopEnvironment } from '../settings/desktop-environment.ts';
import type { Keyring } from '../settings/keyring.ts';
import { SecretBox } from '../settings/secret-box.ts';
import { SecretsFile } from '../settings/secrets-file.ts';
import { SettingsFile } from '../settings/settings-file.ts';
import { SettingsKeeper } from '../settings/settings-keeper.ts';
import { CoreSetup } from './core-setup.ts';
import { type DatabaseHandlers, databaseHandlers } from './database-handlers.ts';
import { databaseLooks } from './database-looks.ts';
import { DemoDatabase } from './demo-database.ts';
import { DemoWatch } from './demo-watch.ts';

export interface SetupPartsOptions {
  /** The folder of the user's data. */
  readonly folder: string;
  readonly platform: string;
  readonly isPackaged: boolean;
  readonly keyring: Keyring;
  readonly core: { use(config: Config | null): Promise<void> };
  readonly store: DesktopStore;
  readonly logger: Logger;
}

export interface SetupParts {
  /** The environment, and `.env` where it counts. */
  readonly environment: RawConfig;
  readonly settings: SettingsKeeper;
  readonly setup: CoreSetup;
  readonly demo: DemoDatabase;
  /** Follows the core. */
  readonly demoWatch: DemoWatch;
  readonly handlers: DatabaseHandlers;
}

/** Builds settings, secrets and the choice of the database, and reads the settings file: a small one, at once. */
export function createSetupParts(options: SetupPartsOptions): SetupParts {
  const { folder, platform, isPackaged, keyring, core, store, logger } = options;
  const file = new SettingsFile({ folder, now: Date.now });
  const loaded = file.load();
  if (loaded.unknown.length > 0) logger.warn({ fields: loaded.unknown }, 'Settings that this version does not know');
  const { broken } = loaded;
  if (broken !== null) {
    logger.warn(broken, 'The settings file could not be used');
    store.notify(() => brokenSettingsNotice(broken));
  }
  const settings = new SettingsKeeper(file, loaded.settings);
  // What cannot be written now is written with the next change.
  if (loaded.stale) settings.keep().catch((error: unknown) => logger.warn({ error }, 'The settings were not written'));
  const secrets = new SecretBox(new SecretsFile(folder), keyring);
  const demo = new DemoDatabase(folder, platform, logger);
  const { variables: environment, error: environmentError } = readDesktopEnvironment(isPackaged);
  const setup = new CoreSetup({ settings, secrets, environment, environmentError, demo, core, store, logger });
  const looks = databaseLooks({ environment, logger });
  return {
    environment,
    settings,
    setup,
    demo,
    demoWatch: new DemoWatch({ clock: systemClock, logger, demo, restart: () => setup.apply() }),
    handlers: databaseHandlers({ settings, secrets, environment, demo, core: setup, ...looks }),
  };
}
