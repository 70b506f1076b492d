import type { Clock } from '../base/clock.ts';
import type { FeedListener, IncidentLog } from './change-feed.ts';
import type { LogEntry, LogRead } from './change-log.ts';
import type { GapTracker } from './gap-tracker.ts';
import type { LagRecorder } from './lag-meter.ts';

export interface ChangeIntakeDeps {
  readonly tracker: GapTracker;
  readonly listener: FeedListener;
  readonly incidents: IncidentLog;
  readonly lag: LagRecorder;
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

  /** The reader stands at a new place. @param stamp of the row at its head */
  restarted(stamp: string): void {
    this.stamp = stamp;
    this.emptyReads = 0;
    this.lastReadAt = this.deps.clock.monotonic();
  }

  /**
   * @param startedAt when the read began, `clock.monotonic()`
   * @returns false when ids appeared that had been given up: nothing of this read was published, and nothing may be,
   *   since later versions of the same orders and tokens that count these ids as seen may be out already
   */
  take(read: LogRead, startedAt: number): boolean {
    const { tracker, listener } = this.deps;
    this.emptyReads = read.entries.length === 0 ? this.emptyReads + 1 : 0;
    const headBefore = tracker.position.head;
    const seen = tracker.observe(read.entries.map((entry) => entry.id));
    if (read.entries.length > 0) this.stamp = read.next.stamp;
    this.counters.late += seen.late;
    if (seen.resurrected > 0) {
      this.reportResurrected(seen.resurrected);
      return false;
    }
    const changes = read.entries.flatMap((entry) => (entry.kind === 'change' ? [entry.event] : []));
    if (changes.length < read.entries.length) this.reportDamaged(read.entries);
    this.counters.changes += changes.length;
    if (changes.length > 0) listener.published({ changes, at: { position: tracker.position, stamp: this.stamp } });
    else listener.confirmed();
    this.recordLag(read.entries, headBefore);
    this.lastReadAt = startedAt;
    return true;
  }

  private reportResurrected(count: number): void {
    this.counters.resurrected += count;
    this.deps.incidents.record(
      'resurrected-id',
      `${count} change(s) appeared under ids that had counted as rolled back. A new epoch begins and every client gets a snapshot.`,
    );
  }

  // One incident per read: a thousand of them would push everything else out of the list.
  private reportDamaged(entries: readonly LogEntry[]): void {
    const damaged = entries.flatMap((entry) => (entry.kind === 'damaged' ? [entry] : []));
    const [first] = damaged;
    if (first === undefined) return;
    this.counters.damaged += damaged.length;
    const others = damaged.length === 1 ? '' : ` So were ${damaged.length - 1} more.`;
    this.deps.incidents.record(
      'damaged-row',
      `Row ${first.id} of the change log cannot be read (${first.reason}) and was skipped; the audit mends what it changed.${others}`,
    );
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
