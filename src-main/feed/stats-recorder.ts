import type { ChangeEvent } from '../../src-shared/change-event.ts';
import type { FeedState } from '../../src-shared/server-status.ts';
import {
  MINUTE_MS,
  MINUTES_KEPT,
  QUARTER_MS,
  QUARTERS_KEPT,
  SAMPLE_MS,
  SAMPLES_KEPT,
  type StatsHistory,
} from '../../src-shared/stats-history.ts';
import type { Clock, Timer } from '../base/clock.ts';
import type { Service } from '../base/service.ts';
import { type ChangeCounts, countsOf } from '../observability/change-counts.ts';
import { CountRing } from '../observability/count-ring.ts';
import { SampleRing } from '../observability/sample-ring.ts';
import { LagBuckets } from './lag-buckets.ts';
import type { LagRecorder } from './lag-meter.ts';

/** What the server knows of itself at one moment, besides what has been counted since the last one. */
export interface Gauges {
  readonly pollMs: number | null;
  readonly gaps: number;
  readonly oldestGapMs: number | null;
  readonly clients: number;
  readonly rssBytes: number;
  readonly heapBytes: number;
  /** 99th percentile of the delay of timers since it was last asked. */
  readonly loopDelayP99: number | null;
  readonly feed: FeedState;
}

export interface StatsHistoryDeps {
  readonly serverId: string;
  readonly clock: Clock;
  /** Milliseconds since 1970 by the clock that writes the times of changes. */
  readonly now: () => number;
  readonly gauges: () => Gauges;
}

/** Measures the server every few seconds and counts what is delivered, in an amount of memory that does not grow. */
export class StatsRecorder implements Service, LagRecorder {
  readonly name = 'stats-history';
  private readonly samples = new SampleRing(SAMPLES_KEPT);
  private readonly minutes = new CountRing(MINUTE_MS, MINUTES_KEPT);
  private readonly quarters = new CountRing(QUARTER_MS, QUARTERS_KEPT);
  private readonly lags = new LagBuckets();
  private changes = 0;
  private sampledAt: number;
  private ticker: Timer | null = null;
  private known: number;

  constructor(private readonly deps: StatsHistoryDeps) {
    this.sampledAt = deps.clock.monotonic();
    this.known = deps.now();
  }

  async start(): Promise<void> {
    this.sampledAt = this.deps.clock.monotonic();
    this.ticker = this.deps.clock.every(SAMPLE_MS, () => this.sample());
  }

  async stop(): Promise<void> {
    this.ticker?.cancel();
  }

  /** The lag of one change that has just been delivered. */
  record(lagMs: number): void {
    this.lags.record(lagMs);
  }

  /** Changes that have just been delivered. */
  published(changes: readonly ChangeEvent[]): void {
    this.changes += changes.length;
    const now = this.deps.now();
    for (const change of changes) this.count(Date.parse(change.at), countsOf(change), now);
  }

  /** Changes of a minute from before this server followed them. @param at within that minute */
  counted(at: number, counts: ChangeCounts): void {
    this.count(at, counts, this.deps.now());
  }

  /** Everything since `at` is counted. Milliseconds since 1970. */
  knownFrom(at: number): void {
    this.known = at;
  }

  get knownSince(): number {
    return this.known;
  }

  /** @param since `next` of an earlier answer */
  read(since: string | undefined): StatsHistory {
    const now = this.deps.now();
    const first = this.numberOf(since);
    return {
      serverId: this.deps.serverId,
      now: Math.round(now),
      next: `${this.deps.serverId}.${this.samples.count}`,
      whole: first === 0,
      samples: this.samples.from(first),
      minutes: this.minutes.read(now),
      quarters: this.quarters.read(now),
      knownSince: Math.round(this.known),
    };
  }

  /** A place of another run, or one that has been overwritten meanwhile, is the beginning. */
  private numberOf(since: string | undefined): number {
    const [server, number] = since?.split('.') ?? [];
    if (server !== this.deps.serverId || !/^\d{1,15}$/.test(number ?? '')) return 0;
    const first = Number(number);
    return first > this.samples.count || first < this.samples.count - SAMPLES_KEPT ? 0 : first;
  }

  private count(at: number, counts: ChangeCounts, now: number): void {
    this.minutes.add(at, counts, now);
    this.quarters.add(at, counts, now);
  }

  private sample(): void {
    const monotonic = this.deps.clock.monotonic();
    const seconds = Math.max(monotonic - this.sampledAt, 1) / 1_000;
    const lag = LagBuckets.percentiles([this.lags]);
    this.samples.push({
      at: Math.round(this.deps.now()),
      lagP50: lag?.p50 ?? null,
      lagP95: lag?.p95 ?? null,
      lagP99: lag?.p99 ?? null,
      changesPerSecond: Math.round((this.changes / seconds) * 10) / 10,
      ...this.deps.gauges(),
    });
    this.lags.clear();
    this.changes = 0;
    this.sampledAt = monotonic;
  }
}
