import type { Clock } from '../base/clock.ts';

interface Tries {
  readonly failures: number;
  /** By the monotonic clock. */
  readonly lockedUntil: number;
}

/** Beyond so many the oldest are forgotten: a flood of names must not fill memory. */
const MOST = 10_000;

/**
 * Counts tries that belong to nobody (a name that does not exist, the badges scanned at one bench) by the same rule as
 * those of people, so that being locked out tells nobody which names exist.
 */
export class StrangerTries {
  readonly #tries = new Map<string, Tries>();

  constructor(private readonly clock: Pick<Clock, 'monotonic'>) {}

  look(key: string): { readonly failures: number; readonly lockedForMs: number } {
    const { failures, lockedUntil } = this.#tries.get(key) ?? { failures: 0, lockedUntil: 0 };
    return { failures, lockedForMs: Math.max(0, lockedUntil - this.clock.monotonic()) };
  }

  count(key: string, lockMs: number): void {
    const { failures } = this.look(key);
    // The newest last, so that the first is the one that has been quiet for longest.
    this.#tries.delete(key);
    this.#tries.set(key, { failures: failures + 1, lockedUntil: this.clock.monotonic() + lockMs });
    const [oldest] = this.#tries.keys();
    if (this.#tries.size > MOST && oldest !== undefined) this.#tries.delete(oldest);
  }

  forget(key: string): void {
    this.#tries.delete(key);
  }
}

/** One key for all spellings that the database takes for the same name. */
export function nameKey(name: string): string {
  return `name:${name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()}`;
}
