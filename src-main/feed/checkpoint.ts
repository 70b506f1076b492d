import type { AnchoredPosition, LogEntry, OrdersDigest } from './change-log.ts';
import { type DigestTotal, ExpectedDigest } from './orders-digest.ts';

/** What the table must be like at a place in the log, in one life of the log. */
export interface Checkpoint {
  readonly epoch: string;
  readonly at: AnchoredPosition;
  readonly total: DigestTotal;
}

/** Where the servers of a database leave their last checkpoint. The adapter is in `mysql/`. */
export interface CheckpointStore {
  /** `null` while no server has left one, so nobody was ever served. */
  load(): Promise<Checkpoint | null>;
  save(checkpoint: Checkpoint): Promise<void>;
  /** Rows of the log below this id may have been cleaned away. */
  cleanedBelow(): Promise<number>;
}

/**
 * Proves that the table is what the last server left and the log has made of it since. Without that a client could come
 * back to a restarted server with a token, be told that it missed nothing, and show for ever what a restore took away.
 */
export class CheckpointProof {
  private readonly since = ExpectedDigest.empty();

  constructor(readonly checkpoint: Checkpoint) {}

  /** Entries that the checkpoint's place had not seen. */
  seen(entries: readonly LogEntry[]): void {
    for (const entry of entries) if (entry.kind === 'change') this.since.apply(entry.event);
  }

  /** @param actual digest of the table after these entries */
  holdsFor(actual: OrdersDigest): boolean {
    const expected = this.since.total();
    const found = ExpectedDigest.of(actual).total();
    const { total } = this.checkpoint;
    return total.count + expected.count === found.count && total.sum + expected.sum === found.sum;
  }
}
