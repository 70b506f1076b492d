import type { ChangeEvent } from '../../src-shared/change-event.ts';
import type { BulkOutcome, CreatedOrders, UndoOutcome, UndoTarget } from '../../src-shared/command.ts';
import type { NewOrder, Order, OrderChanges, OrderStatus } from '../../src-shared/order.ts';
import type { Activity, ActivityQuery, ListOrdersQuery, OrderHistory } from '../../src-shared/rest-api.ts';

/** What became of a write to one order. `current` is the row as it is now; nothing was changed in it. */
export type WriteOutcome =
  | { readonly kind: 'written'; readonly order: Order }
  | { readonly kind: 'conflict'; readonly current: Order }
  | { readonly kind: 'not-found' };

/** An order and, where the person saw one, the version that must still be there. */
export interface OrderTarget {
  readonly id: number;
  readonly expectedVersion?: number | undefined;
}

/** What became of a batch of new orders. `other-content`: its key belongs to other orders; nothing was written. */
export type BatchOutcome = ({ readonly kind: 'created' } & CreatedOrders) | { readonly kind: 'other-content' };

export interface OrderPage {
  readonly orders: readonly Order[];
  /** Hand back as `cursor` for the next page; `null` at the end. */
  readonly nextCursor: string | null;
}

/**
 * Orders as commands and REST need them. Every write is one transaction that carries the actor into the change log.
 * Writes throw AppError `database-busy` when MySQL keeps reporting deadlocks or lock timeouts, and
 * `database-unavailable` when it cannot be reached. The adapter is in `mysql/`.
 */
export interface OrderRepository {
  get(id: number): Promise<Order | null>;
  /** One page. @throws AppError `invalid-request` for a cursor that is not one of this list's. */
  page(query: ListOrdersQuery & { readonly limit: number }): Promise<OrderPage>;
  /** All matching orders in chunks, in flat memory however many there are. */
  stream(query: ListOrdersQuery): AsyncIterable<readonly Order[]>;
  /** Changes of one order in the log and its archive, newest first, at most `limit`. */
  history(id: number, limit: number): Promise<OrderHistory>;
  /** Changes of all orders. @throws AppError `invalid-request` for a cursor that is not one of this list's */
  activity(query: ActivityQuery & { readonly limit: number }): Promise<Activity>;
  create(order: NewOrder, actor: string): Promise<Order>;
  /**
   * All of them or none. A key that was used in the last day writes nothing: the orders it created are answered again.
   */
  createMany(batchKey: string, orders: readonly NewOrder[], actor: string): Promise<BatchOutcome>;
  update(target: OrderTarget, changes: OrderChanges, actor: string): Promise<WriteOutcome>;
  /** `order` is the row as it was. */
  delete(target: OrderTarget, actor: string): Promise<WriteOutcome>;
  /** Those that are gone or have another version are reported; the others are deleted. */
  deleteMany(targets: readonly OrderTarget[], actor: string): Promise<BulkOutcome>;
  setStatus(targets: readonly OrderTarget[], status: OrderStatus, actor: string): Promise<BulkOutcome>;
  /**
   * Takes changes back where nobody has changed the same since (see `planUndo`); each order is named once.
   *
   * @param may asked for each change that was found; what it throws ends all of it before anything is written. Without it
   *   every change may be taken back
   */
  undo(targets: readonly UndoTarget[], actor: string, may?: (change: ChangeEvent) => void): Promise<UndoOutcome>;
}
