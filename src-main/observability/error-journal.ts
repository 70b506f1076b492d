import { ERRORS_KEPT, type ErrorList } from '../../src-shared/stats-details.ts';
import type { Clock } from '../base/clock.ts';
import type { Logger } from './logger.ts';
import { RecentCount } from './recent-count.ts';
import { Tally } from './tally.ts';

type Level = ErrorList['errors'][number]['level'];

interface Entry {
  readonly level: Level;
  readonly message: string;
  readonly code: string | null;
  readonly firstAt: number;
  lastAt: number;
  count: number;
}

const LONGEST = 500;
const MINUTE_MS = 60_000;

/** The last warnings and errors of the log: their sentences and codes, never the facts beside them. */
export class ErrorJournal {
  /** By what they say, the one that came last at the end. */
  private readonly entries = new Map<string, Entry>();
  private readonly tally = new Tally<Level>();

  private readonly lastMinute: RecentCount;

  constructor(private readonly clock: Clock) {
    this.lastMinute = new RecentCount(clock, MINUTE_MS);
  }

  /** Errors of the last minute, not warnings: those anybody may cause who knocks at the door. */
  get errorsPerMinute(): number {
    return this.lastMinute.total;
  }

  /** The same logger; what is logged through it is remembered here too. */
  watch(logger: Logger): Logger {
    return {
      debug: (facts, message) => logger.debug(facts, message),
      info: (facts, message) => logger.info(facts, message),
      warn: (facts, message) => {
        this.remember('warning', facts, message);
        logger.warn(facts, message);
      },
      error: (facts, message) => {
        this.lastMinute.add();
        this.remember('error', facts, message);
        logger.error(facts, message);
      },
      child: (facts) => this.watch(logger.child(facts)),
    };
  }

  /** How many lines there have been of each level. */
  counts(): { readonly warnings: number; readonly errors: number } {
    const { warning = 0, error = 0 } = this.tally.read();
    return { warnings: warning, errors: error };
  }

  /** Newest first. */
  list(): ErrorList {
    const errors = [...this.entries.values()].reverse().map(({ firstAt, lastAt, ...entry }) => ({
      ...entry,
      firstAt: new Date(firstAt).toISOString(),
      lastAt: new Date(lastAt).toISOString(),
    }));
    return { errors };
  }

  private remember(level: Level, facts: object, text: string): void {
    this.tally.add(level);
    const message = text.slice(0, LONGEST);
    const code = codeOf(facts);
    const key = `${level} ${code} ${message}`;
    const now = this.clock.now();
    const known = this.entries.get(key);
    this.entries.delete(key);
    this.entries.set(key, {
      level,
      message,
      code,
      firstAt: known?.firstAt ?? now,
      lastAt: now,
      count: (known?.count ?? 0) + 1,
    });
    const [oldest] = this.entries.keys();
    if (this.entries.size > ERRORS_KEPT && oldest !== undefined) this.entries.delete(oldest);
  }
}

/** Of an incident or a problem, else of the error that lies beside the sentence. */
function codeOf(facts: object): string | null {
  const { incident, code, error, err } = facts as Record<string, unknown>;
  const inner = (error ?? err ?? {}) as { code?: unknown; problem?: { code?: unknown } };
  for (const found of [incident, code, inner.problem?.code, inner.code]) {
    if (typeof found === 'string') return found.slice(0, 64);
  }
  return null;
}
