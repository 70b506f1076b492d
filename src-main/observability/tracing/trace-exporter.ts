import type { Stats } from '../../../src-shared/rest-api.ts';
import { backoff } from '../../base/backoff.ts';
import type { Clock, Timer } from '../../base/clock.ts';
import type { Logger } from '../logger.ts';
import type { CollectorAnswer } from './post-spans.ts';
import { otlpBody, type Span, type TraceResource } from './span.ts';

export interface TraceExporterDeps {
  readonly clock: Clock;
  readonly random: () => number;
  readonly logger: Logger;
  readonly resource: TraceResource;
  /** @throws Error when there is no answer */
  readonly post: (body: string) => Promise<CollectorAnswer>;
}

/** Spans wait so long for others to go with. */
const GATHER_MS = 1_000;
const BATCH = 512;
const MAX_QUEUED = 4_096;
const BACKOFF = { firstMs: 1_000, mostMs: 60_000 };
/** The longest a collector may ask to be left alone. */
const MOST_RETRY_AFTER_S = 300;
/** What the specification of OTLP has sent again. */
const AGAIN = [429, 502, 503, 504];
const STOP_MS = 1_000;

/**
 * Hands spans to a collector, some at a time and one request after another. What it does not take waits in a queue that
 * is bounded: spans beyond that are dropped and counted, and nothing else is ever held up.
 */
export class TraceExporter {
  private queue: Span[] = [];
  private timer: Timer | null = null;
  private sending: Promise<void> | null = null;
  private failuresInARow = 0;
  private waitMs = GATHER_MS;
  private isStopped = false;
  private readonly counts = { exported: 0, dropped: 0, failures: 0 };

  constructor(private readonly deps: TraceExporterDeps) {}

  add(spans: readonly Span[]): void {
    const room = Math.max(0, MAX_QUEUED - this.queue.length);
    this.queue.push(...spans.slice(0, room));
    this.dropped(Math.max(0, spans.length - room));
    if (this.queue.length > 0) this.schedule(GATHER_MS);
  }

  /** Spans that never came as far as the queue. */
  dropped(count: number): void {
    this.counts.dropped += count;
  }

  figures(): NonNullable<Stats['traces']> {
    return { queued: this.queue.length, ...this.counts };
  }

  /** One more attempt for what is left, for a second at most. */
  async stop(): Promise<void> {
    this.isStopped = true;
    this.timer?.cancel();
    const limit = new Promise<void>((resolve) => {
      this.timer = this.deps.clock.after(STOP_MS, resolve);
    });
    await Promise.race([this.sendAll(), limit]);
    this.timer?.cancel();
    this.dropped(this.queue.length);
    this.queue = [];
  }

  private schedule(ms: number): void {
    if (this.isStopped || this.timer !== null || this.sending !== null) return;
    this.timer = this.deps.clock.after(ms, () => {
      this.timer = null;
      void this.sendAll();
    });
  }

  /** Until the queue is empty or the collector takes no more. */
  private sendAll(): Promise<void> {
    this.sending ??= this.run().finally(() => {
      this.sending = null;
      if (this.queue.length > 0) this.schedule(this.waitMs);
    });
    return this.sending;
  }

  private async run(): Promise<void> {
    while (this.queue.length > 0) {
      const batch = this.queue.slice(0, BATCH);
      const answer = await this.post(batch);
      if (answer === null || AGAIN.includes(answer.status)) {
        this.failed(answer);
        return;
      }
      this.queue.splice(0, batch.length);
      if (answer.status >= 200 && answer.status < 300) this.took(batch.length, rejectedBy(answer));
      else this.refused(batch.length, answer.status);
    }
  }

  private async post(batch: readonly Span[]): Promise<CollectorAnswer | null> {
    try {
      return await this.deps.post(otlpBody(batch, this.deps.resource));
    } catch (error) {
      this.say('The collector of traces cannot be reached', { error });
      return null;
    }
  }

  private took(count: number, rejected: number): void {
    if (this.failuresInARow > 0) this.deps.logger.info({}, 'The collector of traces takes them again');
    this.failuresInARow = 0;
    this.waitMs = GATHER_MS;
    this.counts.exported += count - Math.min(count, rejected);
    this.dropped(Math.min(count, rejected));
  }

  private refused(count: number, status: number): void {
    this.say('The collector of traces refused some', { status });
    this.counts.failures++;
    this.failuresInARow++;
    this.dropped(count);
  }

  private failed(answer: CollectorAnswer | null): void {
    if (answer !== null) this.say('The collector of traces is too busy', { status: answer.status });
    this.counts.failures++;
    this.failuresInARow++;
    const asked = Math.min(answer?.retryAfter ?? 0, MOST_RETRY_AFTER_S) * 1_000;
    this.waitMs = Math.max(asked, backoff(this.failuresInARow, BACKOFF, this.deps.random()));
  }

  /** Once until it works again. */
  private say(sentence: string, facts: object): void {
    if (this.failuresInARow === 0)
      this.deps.logger.warn(facts, `${sentence}; it is tried again, and nothing else waits`);
  }
}

/** Of a collector that took some and not all. */
function rejectedBy({ text }: CollectorAnswer): number {
  try {
    const answer = JSON.parse(text) as { partialSuccess?: { rejectedSpans?: string | number } } | null;
    const rejected = Number(answer?.partialSuccess?.rejectedSpans ?? 0);
    return Number.isFinite(rejected) ? Math.max(0, rejected) : 0;
  } catch {
    // Some answer with nothing at all.
    return 0;
  }
}
