import type { UpdateState } from '../../../src-shared/desktop-bridge.ts';
import type { DesktopSettings } from '../../../src-shared/desktop-settings.ts';
import type { Clock, Timer } from '../../base/clock.ts';
import type { Logger } from '../../observability/logger.ts';
import { DesktopCallError } from '../ipc/desktop-call-error.ts';
import { words } from '../words/words.ts';
import { type Deferral, deferredFor } from './deferral-file.ts';
import type { UpdateDriver, UpdateOffer } from './update-driver.ts';
import { byHand, UpdateTimeout, updateFailure } from './update-failure.ts';
import type { UpdateSource } from './update-source.ts';

export interface UpdaterDeps {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly onState: (state: UpdateState) => void;
  readonly source: (feedUrl: string) => UpdateSource;
  readonly load: (url: string | null) => Promise<UpdateDriver>;
  readonly deferrals: { read(): Promise<Deferral | null>; write(deferral: Deferral): Promise<void> };
  /** @returns an error of the system when this copy may not be replaced by this user; else `null` */
  readonly whyNotReplaceable: () => Promise<Error | null>;
  /** Ends the program in good order. */
  readonly quit: () => void;
}

/** Not before everything that somebody waits for has started. */
export const FIRST_CHECK_MS = 60_000;
export const CHECK_EVERY_MS = 24 * 60 * 60_000;
/** How often it is looked whether a day has passed: timers stand still while a machine sleeps. */
export const DAY_LOOK_MS = 10 * 60_000;
export const CHECK_TIMEOUT_MS = 20_000;
/** Without a further byte. */
export const STALL_MS = 60_000;
/** Without the first one: a server that does not tell the size makes no progress that could be seen. */
export const FIRST_BYTES_MS = 15 * 60_000;

/** Looks for new versions, and fetches one when somebody says so. */
export class Updater {
  private state: UpdateState = { kind: 'idle', checkedAt: null };
  private settings: DesktopSettings['updates'] = { check: false, feedUrl: '' };
  private source: UpdateSource = { kind: 'off', reason: '' };
  private driver: { readonly url: string | null; readonly loaded: UpdateDriver } | null = null;
  private checkedAt: number | null = null;
  private isLooking = false;
  private restart = false;
  private readonly timers: Timer[] = [];
  private deferralTimer: Timer | null = null;

  constructor(private readonly deps: UpdaterDeps) {}

  readonly handlers = {
    'check-for-update': () => this.check(),
    'download-update': () => this.download(),
    'defer-update': () => this.defer(),
    'install-update': () => this.install(),
  };

  /** Begins to look, as the settings say. */
  start(settings: DesktopSettings['updates']): void {
    const { clock } = this.deps;
    this.use(settings);
    this.timers.push(clock.after(FIRST_CHECK_MS, () => this.checkByItself()));
    this.timers.push(clock.every(DAY_LOOK_MS, () => this.checkWhenDue()));
  }

  use(settings: DesktopSettings['updates']): void {
    const before = this.settings;
    this.settings = settings;
    this.source = this.deps.source(settings.feedUrl);
    // What is on its way or here already was wanted; it is finished.
    if (this.isFetched) return;
    if (this.source.kind === 'off') this.become({ kind: 'off', reason: this.source.reason });
    else if (this.state.kind === 'off' || before.feedUrl !== settings.feedUrl) this.becomeIdle();
  }

  stop(): void {
    for (const timer of this.timers.splice(0)) timer.cancel();
    this.deferralTimer?.cancel();
  }

  /** Somebody asked, in a place that shows no answer; the state does. */
  lookNow(): void {
    void this.look(false);
  }

  /** The end that an installation asked for was called off: the next end is one like any other. */
  stay(): void {
    this.restart = false;
  }

  /** Call when the program has ended its work: puts a fetched version in place. */
  atQuit(): void {
    if (this.state.kind === 'ready') this.driver?.loaded.install(this.restart);
  }

  private async check(): Promise<undefined> {
    if (this.state.kind === 'off') throw new DesktopCallError(this.state.reason);
    await this.look(false);
  }

  private checkWhenDue(): void {
    const age = this.checkedAt === null ? null : this.deps.clock.now() - this.checkedAt;
    if (age !== null && (age < 0 || age >= CHECK_EVERY_MS)) this.checkByItself();
  }

  private checkByItself(): void {
    if (this.settings.check && this.source.kind === 'feed') void this.look(true);
  }

  /** @param quietly what is shown stays until something else is known */
  private async look(quietly: boolean): Promise<void> {
    if (this.source.kind === 'off' || this.isLooking || this.isFetched) return;
    const { url } = this.source;
    const before = this.state;
    const isQuiet = quietly && before.kind === 'available';
    this.isLooking = true;
    this.checkedAt = this.deps.clock.now();
    if (!isQuiet) this.become({ kind: 'checking' });
    try {
      const driver = await this.driverFor(url);
      const offer = await this.within(CHECK_TIMEOUT_MS, driver.check());
      const deferral = await this.deps.deferrals.read();
      // Somebody may have begun to fetch the version that was known already.
      if (this.isFetched) return;
      if (offer === null || !this.isStill(url)) this.becomeIdle();
      else this.offer(offer, deferral);
    } catch (error) {
      this.deps.logger.warn({ error }, 'New versions could not be looked for');
      if (this.isFetched) return;
      this.dropDriver();
      if (!this.isStill(url)) this.becomeIdle();
      else if (isQuiet) this.become(before);
      else this.fail(updateFailure(error));
    } finally {
      this.isLooking = false;
    }
  }

  private offer({ version, notes }: UpdateOffer, deferral: Deferral | null): void {
    const forMs = deferredFor(version, deferral, this.deps.clock.now());
    this.become({ kind: 'available', version, notes, deferred: forMs > 0 });
    this.askAgainIn(forMs);
  }

  private download(): undefined {
    const { state, source } = this;
    if (state.kind !== 'available') throw new DesktopCallError(words.updates.nothingToDownload);
    if (source.kind === 'feed' && !source.replacesItself) {
      this.fail(byHand(state.version, source.url));
      return undefined;
    }
    this.become({ kind: 'downloading', version: state.version, percent: 0 });
    void this.fetch(state.version);
    return undefined;
  }

  private async fetch(version: string): Promise<void> {
    const { clock } = this.deps;
    let deadline = clock.monotonic() + FIRST_BYTES_MS;
    let isStalled = false;
    const driver = this.driver?.loaded;
    const watch = clock.every(STALL_MS / 4, () => {
      if (clock.monotonic() < deadline) return;
      isStalled = true;
      void driver?.abort();
    });
    try {
      const refusal = await this.deps.whyNotReplaceable();
      if (refusal !== null) throw refusal;
      await driver?.download((percent) => {
        deadline = clock.monotonic() + STALL_MS;
        if (this.state.kind === 'downloading') this.become({ kind: 'downloading', version, percent });
      });
      this.become({ kind: 'ready', version, deferred: false });
    } catch (error) {
      this.deps.logger.warn({ error }, 'The new version could not be fetched');
      this.dropDriver();
      this.fail(updateFailure(isStalled ? new UpdateTimeout('The download stood still') : error));
    } finally {
      watch.cancel();
    }
  }

  private async defer(): Promise<undefined> {
    const { state } = this;
    if (state.kind !== 'available' && state.kind !== 'ready') return;
    this.become({ ...state, deferred: true });
    const deferral = { version: state.version, at: this.deps.clock.now() };
    this.askAgainIn(deferredFor(state.version, deferral, deferral.at));
    try {
      await this.deps.deferrals.write(deferral);
    } catch (error) {
      // It holds until the end of the program; then the question comes once more.
      this.deps.logger.warn({ error }, 'That the new version is deferred could not be kept');
    }
  }

  private async install(): Promise<undefined> {
    if (this.state.kind !== 'ready') throw new DesktopCallError(words.updates.nothingToInstall);
    const refusal = await this.deps.whyNotReplaceable();
    if (refusal !== null) throw new DesktopCallError(updateFailure(refusal));
    this.restart = true;
    this.deps.quit();
  }

  private askAgainIn(ms: number): void {
    this.deferralTimer?.cancel();
    this.deferralTimer = null;
    if (ms === 0) return;
    this.deferralTimer = this.deps.clock.after(ms, () => {
      const { state } = this;
      if (state.kind === 'available' || state.kind === 'ready') this.become({ ...state, deferred: false });
    });
  }

  private async driverFor(url: string | null): Promise<UpdateDriver> {
    if (this.driver?.url !== url || this.driver === null) this.driver = { url, loaded: await this.deps.load(url) };
    return this.driver.loaded;
  }

  /** The library goes on waiting for a request that never ends, so the next check needs a new one. */
  private dropDriver(): void {
    void this.driver?.loaded.abort();
    this.driver = null;
  }

  /** A version is here, or on its way. */
  private get isFetched(): boolean {
    return this.state.kind === 'downloading' || this.state.kind === 'ready';
  }

  private isStill(url: string | null): boolean {
    return this.source.kind === 'feed' && this.source.url === url;
  }

  private within<T>(ms: number, work: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const timer = this.deps.clock.after(ms, () => reject(new UpdateTimeout('No answer')));
      work.then(resolve, reject).finally(() => timer.cancel());
    });
  }

  private fail(message: string): void {
    this.become({
      kind: 'failed',
      message,
      checkedAt: new Date(this.checkedAt ?? this.deps.clock.now()).toISOString(),
    });
  }

  private becomeIdle(): void {
    const checkedAt = this.checkedAt === null ? null : new Date(this.checkedAt).toISOString();
    if (this.source.kind === 'off') this.become({ kind: 'off', reason: this.source.reason });
    else this.become({ kind: 'idle', checkedAt });
  }

  private become(state: UpdateState): void {
    this.state = state;
    this.deps.onState(state);
  }
}
