import type { AuditKind } from '../../src-shared/access.ts';
import type { Clock, Timer } from '../base/clock.ts';
import type { AuditRecord } from './audit-log.ts';

type Entry = Required<AuditRecord>;

/** What somebody can cause as often as they like, without being allowed anything. */
const FOLDED: ReadonlySet<AuditKind> = new Set(['refused', 'sign-in-refused', 'token-reused']);
const WINDOW_MS = 60_000;
/** Refusals that differ, in a minute. Whoever has more addresses than that is counted without them. */
const MOST_KEYS = 200;

interface Repeats {
  readonly entry: Entry;
  readonly timer: Timer;
  times: number;
}

/**
 * The first refusal is passed on at once; those like it within a minute become one entry with their number in `times`,
 * so that nobody can bury a record, or fill a disk, by asking again.
 */
export class RepeatFolder {
  readonly #repeats = new Map<string, Repeats>();

  constructor(
    private readonly clock: Clock,
    private readonly pass: (entry: Entry) => void,
  ) {}

  take(entry: Entry): void {
    if (!FOLDED.has(entry.kind)) {
      this.pass(entry);
      return;
    }
    const isNew = !this.#repeats.has(keyOf(entry));
    const isTooMany = isNew && this.#repeats.size >= MOST_KEYS;
    this.#count(isTooMany ? { kind: entry.kind, actor: '?', address: '', detail: { why: 'many others' } } : entry);
  }

  #count(entry: Entry): void {
    const known = this.#repeats.get(keyOf(entry));
    if (known === undefined) this.#begin(entry);
    else known.times++;
  }

  #begin(entry: Entry): void {
    this.pass(entry);
    const key = keyOf(entry);
    const timer = this.clock.after(WINDOW_MS, () => this.#end(key));
    this.#repeats.set(key, { entry, timer, times: 0 });
  }

  /** Passes on what was counted so far. */
  flush(): void {
    for (const key of [...this.#repeats.keys()]) this.#end(key);
  }

  #end(key: string): void {
    const repeats = this.#repeats.get(key);
    if (repeats === undefined) return;
    this.#repeats.delete(key);
    repeats.timer.cancel();
    const { entry, times } = repeats;
    if (times > 0) this.pass({ ...entry, detail: { ...entry.detail, times } });
  }
}

function keyOf({ kind, actor, address, detail }: Entry): string {
  return JSON.stringify([kind, actor, address, detail]);
}
