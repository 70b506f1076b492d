import type { ServingState } from '../../src-shared/desktop-bridge.ts';
import type { ServerStatus } from '../../src-shared/server-status.ts';
import { type App, type AppObserver, createApp } from '../app.ts';
import type { Config } from '../config/config.ts';
import type { LocalRequest, LocalResponse } from '../http/local-request.ts';
import type { Logger } from '../observability/logger.ts';
import type { SessionHost } from './ipc/ipc-gateway.ts';
import { openPorts } from './open-ports.ts';

export interface CoreHostDeps {
  readonly logger: Logger;
  readonly webAppDir: string;
  readonly observer: AppObserver;
  /** The core of the window's sessions is another one now; `null` while there is none. */
  readonly onHost: (host: SessionHost | null) => void;
  readonly onServing: (state: ServingState) => void;
}

/**
 * The core inside the desktop program. There is one at a time, and it is replaced in place when the settings change:
 * the clients are told to come back, which they do by themselves. It serves the window whether or not the ports can
 * be had.
 */
export class CoreHost {
  private app: App | null = null;
  private change: Promise<void> = Promise.resolve();

  constructor(private readonly deps: CoreHostDeps) {}

  /** @param config of the core from now on; `null`: none. Resolves when it follows its database and its ports are open or refused. */
  use(config: Config | null): Promise<void> {
    this.change = this.change.then(() => this.replace(config));
    return this.change;
  }

  /** `null` while there is no core. */
  request(request: LocalRequest): Promise<LocalResponse> | null {
    return this.app === null ? null : this.app.request(request);
  }

  status(): ServerStatus | null {
    return this.app?.status() ?? null;
  }

  /** The machine woke up or its network is another one. */
  checkNow(): void {
    this.app?.checkNow();
  }

  private async replace(config: Config | null): Promise<void> {
    const { logger, webAppDir, observer, onHost, onServing } = this.deps;
    const former = this.app;
    this.app = null;
    onHost(null);
    if (former !== null) await former.stop();
    if (config === null) {
      onServing({ kind: 'off' });
      return;
    }
    onServing({ kind: 'starting' });
    const app = createApp({ config, logger, webAppDir, observer });
    this.app = app;
    await app.start();
    onHost(app);
    onServing(await openPorts(app, config, logger));
  }
}
