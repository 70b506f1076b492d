import { networkInterfaces } from 'node:os';
import type { ServingState } from '../../../src-shared/desktop-bridge.ts';
import type { App, AppAddresses } from '../../app.ts';
import { type Clock, systemClock, type Timer } from '../../base/clock.ts';
import { type Config, ConfigError } from '../../config/config.ts';
import type { Interfaces } from '../../http/lan-addresses.ts';
import type { Logger } from '../../observability/logger.ts';
import { words } from '../words/words.ts';
import { ownLocalName } from './own-name.ts';
import { portHolder } from './port-holder.ts';
import { portProblem } from './port-problem.ts';
import { servingUrls } from './serving-urls.ts';
import { whyNotListen } from './why-not-listen.ts';

export interface PortKeeperDeps {
  readonly logger: Logger;
  readonly onServing: (state: ServingState) => void;
  readonly clock?: Clock;
  readonly interfaces?: () => Interfaces;
  readonly localName?: () => string | null;
  readonly holder?: (port: number) => Promise<string | null>;
}

/** The core whose ports are to be open. */
interface Served {
  readonly app: Pick<App, 'listen'>;
  readonly config: Config;
  place: (AppAddresses & { readonly isLocalhost: boolean }) | null;
}

/** How soon ports that could not be had are tried again, in milliseconds. */
const RETRY_MS = 3_000;
/** How long it is believed who has a port that stays taken, in milliseconds: to find out costs the machine far more. */
const HOLDER_MS = 60_000;

/** Opens the ports for browsers, says why they cannot be had, and goes on trying. The window does not need them. */
export class PortKeeper {
  private served: Served | null = null;
  private timer: Timer | null = null;
  private attempt: Promise<void> = Promise.resolve();
  private shown: ServingState | null = null;
  private readonly holders = new Map<number, { readonly program: string | null; readonly at: number }>();
  private readonly clock: Clock;

  constructor(private readonly deps: PortKeeperDeps) {
    this.clock = deps.clock ?? systemClock;
  }

  /** Resolves when the ports of this core are open, or were refused for the first time. */
  open(app: Pick<App, 'listen'>, config: Config): Promise<void> {
    const served: Served = { app, config, place: null };
    this.served = served;
    this.holders.clear();
    this.show({ kind: 'starting' });
    this.attempt = this.tryToOpen(served);
    return this.attempt;
  }

  /** Before the core stops: opens nothing for it any more. */
  async close(): Promise<void> {
    this.served = null;
    this.timer?.cancel();
    this.show({ kind: 'off' });
    await this.attempt;
  }

  /** The machine may have other addresses now. */
  refresh(): void {
    const { served } = this;
    if (served?.place) this.show(this.serving(served.place, served.config));
  }

  private async tryToOpen(served: Served): Promise<void> {
    const state = await this.opened(served);
    if (this.served !== served) return;
    this.show(state);
    if (state.kind === 'serving') return;
    this.timer = this.clock.after(RETRY_MS, () => {
      this.attempt = this.tryToOpen(served);
    });
  }

  private async opened(served: Served): Promise<ServingState> {
    const { app, config } = served;
    const problem = await portProblem(config, (port) => this.holderOf(port));
    if (problem?.kind !== 'ports-in-use') this.holders.clear();
    if (problem !== null || this.served !== served) return problem ?? { kind: 'off' };
    try {
      const addresses = await app.listen();
      const isLocalhost = addresses.host.includes(':') || (await whyNotListen('::1', addresses.port)) !== 'EADDRINUSE';
      served.place = { ...addresses, isLocalhost };
      return this.serving(served.place, config);
    } catch (error) {
      // Somebody was quicker, in the moment since they were looked at.
      if (error instanceof ConfigError) return { kind: 'failed', message: error.message };
      this.deps.logger.error({ error }, 'The ports cannot be opened');
      return { kind: 'failed', message: words.notices.ports.unknown };
    }
  }

  private async holderOf(port: number): Promise<string | null> {
    const { holder = portHolder } = this.deps;
    const known = this.holders.get(port);
    if (known !== undefined && this.clock.monotonic() - known.at < HOLDER_MS) return known.program;
    const program = await holder(port);
    this.holders.set(port, { program, at: this.clock.monotonic() });
    return program;
  }

  private serving(place: NonNullable<Served['place']>, config: Config): ServingState {
    const { interfaces = networkInterfaces, localName = ownLocalName } = this.deps;
    const name = localName();
    const { host, wsPort, fingerprint } = place;
    const urls = servingUrls({
      ...place,
      bound: host,
      interfaces: interfaces(),
      // Only names the server answers to.
      localName: name !== null && config.ALLOWED_HOSTS.includes(name) ? name : null,
    });
    return { kind: 'serving', urls, wsPort, fingerprint };
  }

  private show(state: ServingState): void {
    if (JSON.stringify(state) === JSON.stringify(this.shown)) return;
    this.shown = state;
    if (state.kind === 'serving') this.deps.logger.info({ urls: state.urls, wsPort: state.wsPort }, said(state.urls));
    if (state.kind === 'ports-in-use') this.deps.logger.warn({ inUse: state.inUse }, 'Ports are in use; trying again');
    if (state.kind === 'failed') this.deps.logger.warn({}, state.message);
    this.deps.onServing(state);
  }
}

function said(urls: readonly string[]): string {
  return `The console for browsers is at ${urls.join(', ')}`;
}
