import type { DesktopState } from '../../../src-shared/desktop-bridge.ts';
import { Turns } from '../../base/turns.ts';
import type { Config, ConfigError } from '../../config/config.ts';
import type { RawConfig } from '../../config/env.ts';
import type { Logger } from '../../observability/logger.ts';
import type { DesktopStore } from '../desktop-store.ts';
import { DesktopCallError } from '../ipc/desktop-call-error.ts';
import {
  type CoreChoice,
  chooseDatabase,
  databaseInWords,
  demoVariables,
  desktopConfig,
  overridingNames,
} from '../settings/desktop-config.ts';
import type { SecretBox } from '../settings/secret-box.ts';
import { secretsNotice } from '../settings/secrets-notice.ts';
import type { SettingsKeeper } from '../settings/settings-keeper.ts';
import { words } from '../words/words.ts';
import { coreFailedNotice } from './core-failed-notice.ts';
import type { DemoDatabase } from './demo-database.ts';

export interface CoreSetupDeps {
  readonly settings: SettingsKeeper;
  readonly secrets: SecretBox;
  readonly environment: RawConfig;
  /** Why the environment could not be read; then nothing is started, since it might have named another database. */
  readonly environmentError: ConfigError | null;
  readonly demo: Pick<DemoDatabase, 'start' | 'stop' | 'logFile'>;
  readonly core: { use(config: Config | null): Promise<void> };
  readonly store: DesktopStore;
  readonly logger: Logger;
}

/**
 * Holds the core to what the settings, the kept passwords and the environment say: it is replaced when its
 * configuration has become another one, and left alone otherwise.
 */
export class CoreSetup {
  private readonly turns = new Turns();
  /** The configuration of the running core, as JSON. */
  private used: string | null = null;
  private stopped = false;

  constructor(private readonly deps: CoreSetupDeps) {}

  /** Says what is known before anything slow is asked, and follows the settings; the window may open after this. */
  begin(): void {
    const { settings, environment, store } = this.deps;
    settings.onChange((now) => {
      store.set({ settings: now });
      void this.apply();
    });
    // The kept passwords are looked at later, since a keyring may ask the person for its own.
    this.publish(chooseDatabase({ settings: settings.current, environment, passwordOf: () => '' }));
  }

  /** Brings the core in line, after what is under way. Never rejects: what fails becomes a notice. */
  apply(): Promise<void> {
    return this.turns.take(() => this.bringInLine());
  }

  /** Ends the core, and after it the demo database; nothing starts them again. */
  async stop(): Promise<void> {
    this.stopped = true;
    try {
      await this.deps.core.use(null);
    } finally {
      await this.deps.demo.stop();
    }
  }

  private async bringInLine(): Promise<void> {
    const { settings, environment, environmentError, secrets, store, demo, logger } = this.deps;
    if (this.stopped) return;
    try {
      await secrets.load();
      const passwordOf = secrets.passwordOf.bind(secrets);
      const choice = chooseDatabase({ settings: settings.current, environment, passwordOf });
      this.publish(choice);
      store.announce('secrets-unsafe', () => secretsNotice(secrets));
      if (environmentError !== null) throw environmentError;
      const variables = await this.variablesOf(choice);
      await this.use(variables === null ? null : desktopConfig(settings.current, environment, variables));
      store.withdraw('core-failed');
      // Not before the core has let go of it.
      if (choice.kind !== 'demo') await demo.stop();
    } catch (error) {
      logger.error({ error }, 'The core could not be started');
      store.notify(() => coreFailedNotice(error));
    }
  }

  /** @returns `null` when there is no database to follow */
  private async variablesOf(choice: CoreChoice): Promise<RawConfig | null> {
    const { demo, store } = this.deps;
    if (choice.kind !== 'demo') store.withdraw('demo-failed');
    if (choice.kind === 'server') return choice.variables;
    if (choice.kind !== 'demo') return null;
    try {
      const { port, name } = await demo.start();
      store.withdraw('demo-failed');
      store.set({ database: `${words.calls.database.demo} (${name})` });
      return demoVariables(port);
    } catch (error) {
      if (!(error instanceof DesktopCallError)) throw error;
      store.notify(() => ({
        id: 'demo-failed',
        severity: 'error',
        title: words.notices.demo.title,
        message: words.notices.demo.message(error.message),
        file: demo.logFile,
        dismissible: true,
      }));
      return null;
    }
  }

  private async use(config: Config | null): Promise<void> {
    const wanted = JSON.stringify(config);
    if (this.stopped || wanted === this.used) return;
    // What fails half way is tried again, whatever it was.
    this.used = null;
    await this.deps.core.use(config);
    this.used = wanted;
  }

  private publish(choice: CoreChoice): void {
    const { settings, secrets, environment, store } = this.deps;
    store.set({
      setup: SETUP[choice.kind],
      settings: settings.current,
      environment: overridingNames(environment),
      database: inWords(choice),
      secrets: secrets.storage,
    });
  }
}

const SETUP: Readonly<Record<CoreChoice['kind'], DesktopState['setup']>> = {
  needed: 'needed',
  'password-needed': 'password-needed',
  demo: 'done',
  server: 'done',
};

function inWords(choice: CoreChoice): string | null {
  switch (choice.kind) {
    case 'needed':
      return null;
    case 'demo':
      return words.calls.database.demo;
    case 'password-needed':
    case 'server':
      return databaseInWords(choice.variables);
  }
}
