import type { BinlogStats } from '../../src-shared/rest-api.ts';
import { backoff } from '../base/backoff.ts';
import type { Clock, Timer } from '../base/clock.ts';
import type { Service } from '../base/service.ts';
import type { IncidentLog } from './change-feed.ts';
import type { CommitStream, CommitStreams, StreamEnd } from './commit-stream.ts';
import { HintTrust, type TrustSettings } from './hint-trust.ts';
import type { CommitHint } from './wake-source.ts';

export interface WakeHintDeps {
  readonly streams: CommitStreams;
  /** Commits a small write of this server's own. @returns false when there was nothing yet to write to */
  readonly canary: () => Promise<boolean>;
  readonly incidents: IncidentLog;
  readonly clock: Clock;
  readonly random: () => number;
}

/** The stream gives a sign of life every second. */
const TRUST: TrustSettings = { announceMs: 250, canaryMs: 2_000, silentMs: 2_500, doubtMs: 300_000 };
const CHECK_MS = 500;
const CANARY_MS = 30_000;
const AGAIN = { firstMs: 1_000, mostMs: 30_000 };
/** What an administrator changes needs no hurry. */
const LATER_MS = 60_000;
const LASTING: readonly StreamEnd['reason'][] = ['no-binlog', 'statement-format', 'no-right', 'not-loadable'];

/**
 * Keeps a stream of commits open and says how far it can be relied on. It only wakes the reader: whatever becomes of it,
 * the reader goes on looking by itself, and the log alone tells what was changed.
 */
export class WakeHint implements CommitHint, Service {
  readonly name = 'wake-hint';
  private readonly trust = new HintTrust(TRUST);
  private readonly subscribers = new Set<() => void>();
  private stream: CommitStream | null = null;
  private bytesRead = 0;
  private timer: Timer | null = null;
  private tryAt = 0;
  private failures = 0;
  private canaryAt = 0;
  private canary: Promise<void> | null = null;
  private lastEnd: StreamEnd | null = null;
  private wasTrusted = false;
  private lostTrust = false;
  private readonly counts = { commits: 0, losses: 0 };

  constructor(private readonly deps: WakeHintDeps) {}

  /** Returns at once: everything happens in the background. */
  async start(): Promise<void> {
    this.timer = this.deps.clock.every(CHECK_MS, () => this.check());
    this.check();
  }

  async stop(): Promise<void> {
    this.timer?.cancel();
    this.timer = null;
    this.close();
    await this.canary;
  }

  subscribe(wake: () => void): () => void {
    this.subscribers.add(wake);
    return () => this.subscribers.delete(wake);
  }

  get isTrusted(): boolean {
    return this.trust.level(this.deps.clock.monotonic()) === 'trusted';
  }

  found(since: number): void {
    this.trust.found(since, this.deps.clock.monotonic());
  }

  /** Something may have changed: tries now what it would try later. */
  lookAgain(): void {
    this.tryAt = 0;
    if (this.timer !== null) this.check();
  }

  /** What stands in the way of it, if that is for an administrator to change. */
  get obstacle(): StreamEnd | null {
    return this.stream === null && this.lastEnd !== null && LASTING.includes(this.lastEnd.reason) ? this.lastEnd : null;
  }

  get stats(): BinlogStats {
    const level = this.trust.level(this.deps.clock.monotonic());
    return { ...this.counts, missed: this.trust.missed, ...this.stateAt(level) };
  }

  private stateAt(level: ReturnType<HintTrust['level']>): Pick<BinlogStats, 'state' | 'reason' | 'problem'> {
    switch (level) {
      case 'trusted':
        return { state: 'in-use', reason: null, problem: null };
      case 'unproven':
        return { state: 'proving', reason: null, problem: null };
      case 'doubted':
        return { state: 'doubted', reason: 'missed', problem: null };
      case 'deaf':
        return { state: 'doubted', reason: 'deaf', problem: null };
      case 'silent':
        return { state: 'connecting', reason: 'silent', problem: null };
      case 'closed': {
        const { reason = null, problem = null } = this.lastEnd ?? {};
        return { state: this.obstacle === null ? 'connecting' : 'unavailable', reason, problem };
      }
    }
  }

  private check(): void {
    const now = this.deps.clock.monotonic();
    if (this.stream === null) {
      if (now >= this.tryAt) this.open();
      return;
    }
    if (this.stream.bytesRead !== this.bytesRead) this.trust.heard(now);
    this.bytesRead = this.stream.bytesRead;
    const level = this.trust.level(now);
    this.report(level);
    if (level === 'closed') return;
    if (level === 'silent') {
      this.close();
      this.ended({ reason: 'lost', problem: 'Nothing more was heard of the binary log.', repair: null });
      return;
    }
    if (this.canary === null && now >= this.canaryAt) this.canary = this.sing(now);
  }

  private open(): void {
    this.bytesRead = 0;
    const listener = {
      opened: () => {
        this.lastEnd = null;
        this.failures = 0;
        this.canaryAt = 0;
        this.trust.opened(this.deps.clock.monotonic());
        // What was committed while nobody listened.
        this.wake();
        this.check();
      },
      committed: () => {
        this.counts.commits++;
        const now = this.deps.clock.monotonic();
        this.trust.committed(now);
        this.wake();
        this.report(this.trust.level(now));
      },
      ended: (end: StreamEnd) => this.ended(end),
    };
    this.stream = this.deps.streams.open(listener);
  }

  private close(): void {
    this.stream?.close();
    this.stream = null;
    this.trust.closed();
  }

  private ended(end: StreamEnd): void {
    this.stream = null;
    this.trust.closed();
    this.lastEnd = end;
    this.failures++;
    if (!LASTING.includes(end.reason)) this.counts.losses++;
    const waitMs = LASTING.includes(end.reason) ? LATER_MS : backoff(this.failures, AGAIN, this.deps.random());
    this.tryAt = this.deps.clock.monotonic() + waitMs;
    this.report('closed');
  }

  private wake(): void {
    for (const wake of this.subscribers) wake();
  }

  /** Writes what must come back as a word of a commit. */
  private async sing(startedAt: number): Promise<void> {
    const { clock } = this.deps;
    // A write that fails proves nothing; the reader's own errors tell what is wrong.
    const written = await this.deps.canary().catch(() => false);
    const now = clock.monotonic();
    if (written) {
      this.trust.wrote(startedAt, now);
      // Its word may have come before its answer: a loss from now on is one that is told.
      this.report(this.trust.level(now));
    }
    this.canaryAt = written ? now + CANARY_MS : now;
    this.canary = null;
  }

  /** Tells an administrator when commits are no longer told in time, and when they are again. */
  private report(level: ReturnType<HintTrust['level']>): void {
    const trusted = level === 'trusted';
    if (trusted === this.wasTrusted) return;
    this.wasTrusted = trusted;
    const { incidents } = this.deps;
    if (!trusted) {
      const why =
        level === 'doubted'
          ? 'It kept a change to itself.'
          : (this.lastEnd?.problem ?? 'It no longer tells of commits.');
      incidents.record('hint-lost', `The binary log no longer wakes the reader, which looks by itself. ${why}`);
      this.lostTrust = true;
    } else if (this.lostTrust) {
      incidents.record('hint-back', 'The binary log wakes the reader again.');
    }
  }
}
