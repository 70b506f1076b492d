import type { AuditDetail } from '../../src-shared/access.ts';
import type { ServerStatus } from '../../src-shared/server-status.ts';
import type { App, AppObserver } from '../app.ts';
import { Turns } from '../base/turns.ts';
import type { Config } from '../config/config.ts';
import type { LocalRequest, LocalResponse } from '../http/local-request.ts';
import type { Logger } from '../observability/logger.ts';
import type { SessionHost } from './ipc/ipc-gateway.ts';
import { withOwnName } from './serving/own-name.ts';
import type { PortKeeper } from './serving/port-keeper.ts';

export interface CoreHostDeps {
  readonly logger: Logger;
  readonly webAppDir: string;
  /** Where the certificate is kept. */
  readonly stateDir: string;
  readonly observer: AppObserver;
  /** Whether people sign in at the window; asked each time. */
  readonly isWindowLocked: () => boolean;
  /** The core of the window's sessions is another one now; `null` while there is none. */
  readonly onHost: (host: SessionHost | null) => void;
  readonly ports: Pick<PortKeeper, 'open' | 'close'>;
}

/**
 * The core inside the desktop program. There is one at a time, and it is replaced in place when the settings change:
 * the clients are told to come back, which they do by themselves. It serves the window whether or not the ports can
 * be had.
 */
export class CoreHost {
  private app: App | null = null;
  private readonly turns = new Turns();
  /** What was changed while there was no core to put it on record. */
  private readonly unrecorded: ((app: App) => Promise<void>)[] = [];

  constructor(private readonly deps: CoreHostDeps) {}

  /** @param config of the core from now on; `null`: none. Resolves when it follows its database and its ports are open or refused. */
  use(config: Config | null): Promise<void> {
    return this.turns.take(() => this.replace(config));
  }

  /** `null` while there is no core. */
  request(request: LocalRequest): Promise<LocalResponse> | null {
    return this.app === null ? null : this.app.request(request);
  }

  status(): ServerStatus | null {
    return this.app?.status() ?? null;
  }

  /** Milliseconds since 1970 by the database's clock; `null` while it is not known. */
  databaseNow(): number | null {
    return this.app?.databaseNow() ?? null;
  }

  /**
   * Puts a change of the settings on record, in the database that is followed until then, else in the next one.
   *
   * @param cookie of the window, by which it is known who is signed in there
   */
  settingsChanged(detail: AuditDetail, cookie: string | undefined): Promise<void> {
    // Before the core is replaced because of that very change, which takes a turn as well.
    return this.turns.take(async () => {
      if (this.app === null) this.unrecorded.push((app) => app.settingsChanged(detail, cookie));
      else await this.app.settingsChanged(detail, cookie);
    });
  }

  /** The window may be locked by now. */
  windowChanged(): void {
    this.app?.windowChanged();
  }

  /** The machine woke up or its network is another one. */
  checkNow(): void {
    this.app?.checkNow();
  }

  private async replace(wanted: Config | null): Promise<void> {
    const { logger, webAppDir, stateDir, observer, isWindowLocked, onHost, ports } = this.deps;
    const former = this.app;
    this.app = null;
    onHost(null);
    await ports.close();
    if (former !== null) await former.stop();
    if (wanted === null) return;
    const config = { ...withOwnName(wanted), STATE_DIR: stateDir };
    // All that a core is made of takes its time to load: the window is there by now.
    const { createApp } = await import('../app.ts');
    const app = createApp({ config, logger, webAppDir, observer, isWindowLocked });
    this.app = app;
    await app.start();
    for (const record of this.unrecorded.splice(0)) await record(app);
    onHost(app);
    await ports.open(app, config);
  }
}
