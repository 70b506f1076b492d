import type { ChangeBatch } from './change-feed.ts';
import type { LogEntry, OrdersDigest } from './change-log.ts';
import { type DigestTotal, ExpectedDigest } from './orders-digest.ts';
import { covers, hasSeen, type Position } from './position.ts';

/** First and last order id of a range in which the table is not what was delivered. */
export type DriftedRange = readonly [from: number, to: number];

/**
 * What the published changes must have made of the table, from one read view on. The changes since then are gathered
 * from the moment the view is open, before the digest of the table as it was in that view has been computed.
 */
export class DriftExpectation {
  private digest = ExpectedDigest.empty();
  /** What the view had seen: changes that its digest contains. `null` once the poller is past it. */
  private contained: Position | null;
  isComplete = false;

  /** @param at the position of the view */
  constructor(at: Position) {
    this.contained = at;
  }

  /** @param initial digest of the table in the view */
  complete(initial: OrdersDigest): void {
    this.digest.add(initial);
    this.isComplete = true;
  }

  copy(): DriftExpectation {
    const copy = new DriftExpectation({ head: 0, gaps: [] });
    copy.digest = this.digest.copy();
    copy.contained = this.contained;
    copy.isComplete = this.isComplete;
    return copy;
  }

  published({ changes, at }: ChangeBatch): void {
    const { contained, digest } = this;
    for (const change of changes) if (contained === null || !hasSeen(contained, change.changeId)) digest.apply(change);
    if (contained !== null && covers(at.position, contained)) this.contained = null;
  }

  /** What the whole table must be like at `at`, the poller's place; `null` while that cannot be told apart. */
  totalAt(at: Position): DigestTotal | null {
    if (!this.isComplete) return null;
    if (this.contained !== null && !covers(at, this.contained)) return null;
    return this.digest.total();
  }

  /** Entries that will be published, seen ahead of that. */
  seen(entries: readonly LogEntry[]): void {
    const { contained, digest } = this;
    for (const entry of entries) {
      if (entry.kind === 'change' && (contained === null || !hasSeen(contained, entry.id))) digest.apply(entry.event);
    }
  }

  differences(actual: OrdersDigest): readonly DriftedRange[] {
    return this.digest.differences(actual);
  }
}
