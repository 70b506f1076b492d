import type { Clock } from '../base/clock.ts';
import type { FeedListener, IncidentLog } from './change-feed.ts';
import type { LogEntry, LogRead } from './change-log.ts';
import type { GapTracker } from './gap-tracker.ts';
import type { LagMeter } from './lag-meter.ts';

export interface ChangeIntakeDeps {
  readonly tracker: GapTracker;
  readonly listener: FeedListener;
  readonly incidents: IncidentLog;
  readonly lag: LagMeter;
  readonly clock: Clock;
}

/** Takes in what a read brought: remembers the ids as seen, publishes the changes, says what could not be read. */
export class ChangeIntake {
  /** Identifies the row at the head of the position. */
  stamp = '';
  /** Reads in a row that brought nothing. */
  emptyReads = 0;
  /** The database's clock less ours, in milliseconds. */
  clockOffsetMs = 0;
  readonly counters = { changes: 0, late: 0, resurrected: 0, damaged: 0 };
  private lastReadAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly deps: ChangeIntakeDeps) {}

  /** @param startedAt when the read began, `clock.monotonic()` */
  take(read: LogRead, startedAt: number): void {
    if (read.entries.length === 0) {
      this.emptyReads++;
      this.lastReadAt = startedAt;
      this.deps.listener.confirmed();
      return;
    }
    const { tracker, listener } = this.deps;
    this.emptyReads = 0;
    const headBefore = tracker.position.head;
    const seen = tracker.observe(read.entries.map((entry) => entry.id));
    this.stamp = read.next.stamp;
    this.counters.late += seen.late;
    this.counters.resurrected += seen.resurrected;
    if (seen.resurrected > 0) {
      this.deps.incidents.record(
        'resurrected-id',
        `${seen.resurrected} change(s) appeared under ids that had counted as rolled back; they were delivered late.`,
      );
    }
    const changes = read.entries.flatMap((entry) => this.changeOf(entry));
    if (changes.length > 0) {
      this.counters.changes += changes.length;
      listener.published({ changes, at: { position: tracker.position, stamp: this.stamp } });
      this.recordLag(read.entries, headBefore);
    }
    this.lastReadAt = startedAt;
  }

  private changeOf(entry: LogEntry) {
    if (entry.kind === 'change') return [entry.event];
    this.counters.damaged++;
    this.deps.incidents.record(
      'damaged-row',
      `Row ${entry.id} of the change log cannot be read (${entry.reason}) and was skipped; the audit mends what it changed.`,
    );
    return [];
  }

  // A change that was not visible to the read before was committed after that read began, so its lag is at most the
  // time since then, however long its transaction had been open. Nothing sharper is known on plain MySQL.
  private recordLag(entries: readonly LogEntry[], headBefore: number): void {
    const now = this.deps.clock.now() + this.clockOffsetMs;
    const sincePreviousRead = this.deps.clock.monotonic() - this.lastReadAt;
    for (const entry of entries) {
      if (entry.kind !== 'change') continue;
      const sinceStatement = Math.max(0, now - Date.parse(entry.event.at));
      this.deps.lag.record(entry.id <= headBefore ? sincePreviousRead : Math.min(sincePreviousRead, sinceStatement));
    }
  }
}
