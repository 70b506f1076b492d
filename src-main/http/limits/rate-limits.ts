import type { Principal } from '../../auth/principal.ts';
import { AppError } from '../../base/app-error.ts';
import type { Clock } from '../../base/clock.ts';
import type { Config } from '../../config/config.ts';
import { type RateState, RateTable } from './rate-table.ts';
import { guessRules } from './sign-in-rules.ts';

/** Since the start. */
export interface RateCounts {
  readonly rateLimited: number;
  readonly guessesWrong: number;
  readonly guessesHeld: number;
}

interface Guessing {
  readonly tries: RateTable;
  readonly refusals: RateTable;
}

/**
 * How often one address, and one person or device, may ask something. Whoever is signed in is counted by who they are,
 * whatever transport they use, and not by their address: a warehouse of 200 screens has one address.
 */
export class RateLimits {
  private readonly addresses: RateTable | null;
  private readonly people: RateTable | null;
  private readonly guessing: ReadonlyMap<string, Guessing>;
  private rateLimited = 0;
  private guessesWrong = 0;
  private guessesHeld = 0;

  constructor(config: Pick<Config, 'RATE_LIMIT_PER_MINUTE' | 'SIGN_IN_FAILURES_PER_MINUTE'>, clock: Clock) {
    const { RATE_LIMIT_PER_MINUTE: perMinute, SIGN_IN_FAILURES_PER_MINUTE: refusals } = config;
    const table = (limit: number) => new RateTable(limit, clock);
    this.addresses = perMinute === 0 ? null : table(perMinute);
    this.people = perMinute === 0 ? null : table(perMinute);
    this.guessing = new Map(
      Object.entries(guessRules(refusals)).map(([route, rule]) => [
        route,
        { tries: table(rule.tries), refusals: table(rule.refusals) },
      ]),
    );
  }

  get counts(): RateCounts {
    const { rateLimited, guessesWrong, guessesHeld } = this;
    return { rateLimited, guessesWrong, guessesHeld };
  }

  /** Counts a request of an address; `null` where nothing is counted. */
  byAddress(address: string): RateState | null {
    return this.taken(this.addresses, address);
  }

  /**
   * Counts something that `principal` asks for; `null` for whoever has no sign-in, who is counted by address.
   *
   * @param address that the same request was counted for, if it was
   */
  byPrincipal(principal: Principal, address: string | null): RateState | null {
    const key = keyOf(principal);
    if (key === null || this.people === null) return null;
    if (address !== null) this.addresses?.giveBack(address);
    return this.taken(this.people, key);
  }

  /** @throws AppError `rate-limited` when `principal` asks for too much */
  check(principal: Principal): void {
    const state = this.byPrincipal(principal, null);
    if (state !== null && !state.isAllowed) throw new RateLimitedError(state);
  }

  /** Counts a try at a route with which somebody may guess. @returns seconds to wait; 0: go on */
  beforeGuess(route: string, address: string): number {
    const guessing = this.guessing.get(route);
    if (guessing === undefined) return 0;
    const wait = Math.max(guessing.refusals.waitOf(address), guessing.tries.take(address).retryAfter);
    if (wait > 0) this.guessesHeld++;
    return wait;
  }

  /** A guess was wrong. */
  wrongGuess(route: string, address: string): void {
    const guessing = this.guessing.get(route);
    if (guessing === undefined) return;
    this.guessesWrong++;
    guessing.refusals.take(address);
  }

  private taken(table: RateTable | null, key: string): RateState | null {
    const state = table?.take(key) ?? null;
    if (state?.isAllowed === false) this.rateLimited++;
    return state;
  }
}

export class RateLimitedError extends AppError {
  /** Seconds. */
  readonly retryAfter: number;

  constructor({ limit, retryAfter }: Pick<RateState, 'limit' | 'retryAfter'>) {
    super('rate-limited', `More than ${limit} requests in a minute. Try again in ${retryAfter} s.`);
    this.retryAfter = retryAfter;
  }
}

function keyOf({ personId, deviceId, sessionId }: Principal): string | null {
  if (personId !== null) return `person ${personId}`;
  if (deviceId !== null) return `device ${deviceId}`;
  return sessionId;
}
