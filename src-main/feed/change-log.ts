import type { ChangeEvent } from '../../src-shared/change-event.ts';
import type { Order } from '../../src-shared/order.ts';
import type { IdRange, Position } from './position.ts';

/** A row of the log: a change, or one that cannot be read as a change and is reported instead of guessed at. */
export type LogEntry =
  | {
      readonly kind: 'change';
      readonly id: number;
      readonly event: ChangeEvent;
    }
  | { readonly kind: 'damaged'; readonly id: number; readonly reason: string };

/**
 * Whether the row at the position's head is still the row that was read there. `same` proves that the log was neither
 * replaced nor cleaned past the position; an id alone would not, since a restored log hands out the same ids again.
 */
export type Anchor = 'same' | 'missing' | 'different';

/** Identifies the row at a position's head: the microseconds of its `changed_at`. Empty while the log is empty. */
export type Stamp = string;

/** A position together with the proof of the row it stands on. */
export interface AnchoredPosition {
  readonly position: Position;
  readonly stamp: Stamp;
}

/**
 * The answer to one read: what is committed and the position had not seen, up to `limit` rows above the head. When a
 * great many gaps were filled at once, the lowest of these rows alone: the others must come before what is above the
 * head, since they may hold earlier versions of the same orders.
 */
export interface LogRead {
  /** Ascending by id, without duplicates: first what filled gaps, then what is above the head. */
  readonly entries: readonly LogEntry[];
  readonly anchor: Anchor;
  /** The position after these entries. */
  readonly next: AnchoredPosition;
  /** More rows were left for the next read. */
  readonly more: boolean;
  /** Some of these fill gaps, so nothing above the head was taken and a gap without a row proves nothing yet. */
  readonly moreLate: boolean;
  /** Lowest id in the log, read after the entries; `null` when the log is empty. */
  readonly oldestId: number | null;
  /** Told by another server, so more may have been committed since. */
  readonly isHeard?: boolean;
}

/** Count and additive checksum of the orders of each id range, keyed by `Math.floor(id / DIGEST_RANGE)`. */
export type OrdersDigest = ReadonlyMap<number, { readonly count: number; readonly sum: number }>;

/** The newest orders, and where `open` is true those before them that are not delivered. */
export interface OrdersPart {
  /** Orders from this id on are the newest. */
  readonly from: number;
  /** `false`: the open ones before them are too many and left out. */
  readonly open: boolean;
  /** Orders in the part. */
  readonly count: number;
}

/** Orders and log as of one instant, from one read view: what the position has seen is exactly what the orders show. */
export interface ConsistentView {
  /** Whether `since` was still a place in this log. */
  readonly anchor: Anchor;
  readonly at: AnchoredPosition;
  countOrders(): Promise<number>;
  /** The part with the newest so many orders and at most as many open ones before them; `null`: that is all of the table. */
  part(newest: number): Promise<OrdersPart | null>;
  /** All orders ascending by id, or those of a part, in chunks, so that neither side holds the table. */
  orders(chunkRows: number, part?: OrdersPart): AsyncIterable<readonly Order[]>;
  digest(): Promise<OrdersDigest>;
  /** Ends the transaction and gives the connection back. Never rejects. */
  close(): Promise<void>;
}

/** What the feed must know of the server; read again now and then, since an administrator may change it. */
export interface LogServerSettings {
  /** `auto_increment_increment` and `auto_increment_offset`: ids off this grid are normally never handed out. */
  readonly increment: number;
  readonly offset: number;
  /** The database's clock less ours, in milliseconds: for lag figures only, nothing is decided by it. */
  readonly clockOffsetMs: number;
  /** The log has rows with ids beyond 2^53 - 1, which are left out of every read. */
  readonly idsTooLarge: boolean;
}

/** The log table as the feed needs it. The adapter is in `mysql/`. */
export interface ChangeLog {
  /** Where to start when nothing is known: the newest row, and every id below it that may still commit. */
  start(): Promise<AnchoredPosition>;
  /**
   * What is committed and `from` has not seen. ONE statement, hence one read view: with two, a later version of
   * an order could be read before an earlier one.
   *
   * @param alsoWatch ids given up as dead that are looked at once more
   */
  read(from: AnchoredPosition, limit: number, alsoWatch?: readonly IdRange[]): Promise<LogRead>;
  /** Ids within `ranges` whose row exists, committed or not (READ UNCOMMITTED, no lock). Ascending. */
  probe(ranges: readonly IdRange[]): Promise<readonly number[]>;
  serverSettings(): Promise<LogServerSettings>;
  /**
   * @param onUnseen given, portion by portion, the entries that `since` had not seen: applying them to a picture at
   *   `since` gives the picture at the view's `at.position`. All have come when the promise resolves
   */
  openView(since: AnchoredPosition, onUnseen?: (entries: readonly LogEntry[]) => void): Promise<ConsistentView>;
}
