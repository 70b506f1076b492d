import type { ChangeEvent } from '../../src-shared/change-event.ts';
import type { SnapshotReason } from '../../src-shared/server-message.ts';
import type { FeedState } from '../../src-shared/server-status.ts';
import type { AnchoredPosition } from './change-log.ts';

/** All changes of one read of the log, in the sequence in which to apply them. Never empty. */
export interface ChangeBatch {
  readonly changes: readonly ChangeEvent[];
  /** The position after these changes. */
  readonly at: AnchoredPosition;
}

/** Why everything delivered so far no longer leads to the table. */
export type ResetReason = Exclude<SnapshotReason, 'first-connect'>;

/** What the feed tells the hub and the audit. Calls come one after another, never nested. */
export interface FeedListener {
  /**
   * The reader stands at `at`: everything before is history, everything after will be published.
   *
   * @param continues whether the epoch is the one that was there before, so that tokens from then are still good
   */
  started(at: AnchoredPosition, epoch: string, continues: boolean): void;
  published(batch: ChangeBatch): void;
  /** Nothing was new; the picture is right as of now. */
  confirmed(): void;
  /** Continuity was lost: every picture must be replaced by a snapshot, and reading goes on from `at`. */
  reset(reason: ResetReason, at: AnchoredPosition, epoch: string): void;
  stateChanged(state: FeedState, problem: string | null): void;
}

/** Something about the log that an administrator should know. */
export type FeedIncident =
  | 'damaged-row'
  | 'resurrected-id'
  | 'gap-limit'
  | 'log-replaced'
  | 'log-passed'
  | 'epoch-changed'
  | 'drift'
  | 'connection-lost'
  | 'connection-back'
  | 'id-too-large'
  | 'cleanup-failed'
  | 'partitions-failed'
  | 'audit-failed'
  | 'bus-away'
  | 'bus-back'
  | 'hint-lost'
  | 'hint-back'
  | 'replica-left'
  | 'replica-back';

export interface IncidentLog {
  record(code: FeedIncident, message: string, facts?: object): void;
}
