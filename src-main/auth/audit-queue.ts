import { backoff } from '../base/backoff.ts';
import type { Clock, Timer } from '../base/clock.ts';
import type { Logger } from '../observability/logger.ts';
import type { AuditLog, AuditRecord } from './audit-log.ts';
import type { AuditRow, AuditStore } from './audit-store.ts';
import { RepeatFolder } from './repeat-folder.ts';

export interface AuditQueueDeps {
  readonly store: Pick<AuditStore, 'append'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly random: () => number;
  readonly explain: (error: unknown) => string;
}

interface Waiting {
  readonly record: Required<AuditRecord>;
  /** By the monotonic clock. */
  readonly at: number;
}

/** Enough for a database that is away over lunch, and little enough to be held in memory. */
const MOST_WAITING = 2_000;
const BATCH = 100;
const RETRY = { firstMs: 1_000, mostMs: 30_000 };
const ACTOR_MAX = 255;
const ADDRESS_MAX = 64;
const DETAIL_MAX = 255;

/**
 * Writes records in the background, in their sequence, and keeps those that the database does not take now. When too
 * many wait, the newest are given up, and how many is logged: the first ones tell how it began.
 */
export class AuditQueue implements AuditLog {
  readonly #folder: RepeatFolder;
  readonly #waiting: Waiting[] = [];
  #writing: Promise<void> = Promise.resolve();
  /** Ends in the same breath in which nothing was left to write. */
  #isWriting = false;
  #retry: Timer | null = null;
  #failures = 0;
  #givenUp = 0;
  #stopped = false;

  constructor(private readonly deps: AuditQueueDeps) {
    this.#folder = new RepeatFolder(deps.clock, (record) => this.#enqueue(record));
  }

  record({ kind, actor, address, detail = {} }: AuditRecord): void {
    this.#folder.take({
      kind,
      actor: clean(actor, ACTOR_MAX),
      address: clean(address, ADDRESS_MAX),
      detail: Object.fromEntries(
        Object.entries(detail).map(([name, value]) => [
          name,
          typeof value === 'string' ? clean(value, DETAIL_MAX) : value,
        ]),
      ),
    });
  }

  /** Writes what waits, once; what the database does not take then is given up and logged. Never rejects. */
  async stop(): Promise<void> {
    this.#folder.flush();
    this.#stopped = true;
    this.#retry?.cancel();
    await this.#writing;
    if (this.#waiting.length > 0) await this.#write();
    this.#givenUp += this.#waiting.length;
    this.#tellGivenUp();
  }

  #enqueue(record: Required<AuditRecord>): void {
    if (this.#waiting.length >= MOST_WAITING) {
      this.#givenUp++;
      return;
    }
    this.#waiting.push({ record, at: this.deps.clock.monotonic() });
    if (this.#retry === null && !this.#stopped) this.#start();
  }

  #start(): void {
    if (this.#isWriting) return;
    this.#isWriting = true;
    this.#writing = this.#write();
  }

  async #write(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.slice(0, BATCH);
      try {
        await this.deps.store.append(batch.map((waiting) => this.#row(waiting)));
      } catch (error) {
        this.#failed(error);
        break;
      }
      this.#waiting.splice(0, batch.length);
      this.#failures = 0;
      this.#tellGivenUp();
    }
    this.#isWriting = false;
  }

  #row({ record, at }: Waiting): AuditRow {
    return { ...record, ageMs: Math.max(0, this.deps.clock.monotonic() - at) };
  }

  #failed(error: unknown): void {
    const { clock, logger, explain, random } = this.deps;
    this.#failures++;
    if (this.#failures === 1) {
      logger.warn({ error }, `What concerns safety cannot be recorded now and waits: ${explain(error)}`);
    }
    if (this.#stopped) return;
    this.#retry = clock.after(backoff(this.#failures, RETRY, random()), () => {
      this.#retry = null;
      this.#start();
    });
  }

  #tellGivenUp(): void {
    if (this.#givenUp === 0) return;
    this.deps.logger.error({ records: this.#givenUp }, 'Records of what concerns safety were given up');
    this.#givenUp = 0;
  }
}

/** Names come from outside: none may pass for another line, or for another text than it is. */
function clean(text: string, most: number): string {
  return [...text.replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, '\ufffd')].slice(0, most).join('');
}
