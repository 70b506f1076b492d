import type { AnchoredPosition, ChangeLog, ConsistentView, LogEntry, LogRead } from '../../src-main/feed/change-log.ts';
import { advance, hasSeen } from '../../src-main/feed/position.ts';
import type { ChangeEvent } from '../../src-shared/change-event.ts';
import type { Order } from '../../src-shared/order.ts';
import { anOrder } from './orders.ts';
import { ordersOf, partOf } from './part-of.ts';

/** The log as sessions see it: rows appear under the ids the test says, in any sequence, and old ones can be deleted. */
export class SessionLog implements ChangeLog {
  readonly orders = new Map<number, Order>();
  reads = 0;
  views = 0;
  /** Thrown by the next calls while set. */
  failure: Error | null = null;
  readonly #rows = new Map<number, ChangeEvent>();

  /** Commits a change of order `orderId` under this id. */
  commit(changeId: number, type: ChangeEvent['type'] = 'UPDATE', orderId = 1): void {
    const version = (this.orders.get(orderId)?.version ?? 0) + 1;
    const order = anOrder({ id: orderId, product_name: `Version ${version}`, version });
    const common = { changeId, actor: null, at: '2025-09-13T20:30:00.000Z', order };
    const previous = { product_name: `Version ${version - 1}`, version: version - 1 };
    if (type === 'DELETE') this.orders.delete(orderId);
    else this.orders.set(orderId, order);
    this.#rows.set(changeId, type === 'UPDATE' ? { ...common, type, previous } : { ...common, type });
  }

  deleteBelow(id: number): void {
    for (const known of this.#rows.keys()) if (known < id) this.#rows.delete(known);
  }

  /** The position of a reader that has seen everything there is. */
  get end(): AnchoredPosition {
    return after({ position: { head: 0, gaps: [] }, stamp: '' }, this.#ids());
  }

  async start(): Promise<AnchoredPosition> {
    return this.end;
  }

  async read(from: AnchoredPosition, limit: number): Promise<LogRead> {
    if (this.failure !== null) throw this.failure;
    this.reads++;
    const { head } = from.position;
    const unseen = this.#ids().filter((id) => !hasSeen(from.position, id));
    const above = unseen.filter((id) => id > head);
    const wanted = [...unseen.filter((id) => id <= head), ...above.slice(0, limit)];
    return {
      entries: wanted.map((id) => this.#entry(id)),
      anchor: head === 0 || this.#rows.has(head) ? 'same' : 'missing',
      next: after(from, wanted),
      more: above.length > limit,
      moreLate: false,
      oldestId: this.#ids()[0] ?? null,
    };
  }

  async probe(): Promise<readonly number[]> {
    return [];
  }

  async serverSettings() {
    return { increment: 1, offset: 1, clockOffsetMs: 0, idsTooLarge: false };
  }

  async openView(since: AnchoredPosition): Promise<ConsistentView> {
    if (this.failure !== null) throw this.failure;
    this.views++;
    const orders = [...this.orders.values()].sort((a, b) => a.id - b.id);
    const unseen = this.#ids().filter((id) => !hasSeen(since.position, id));
    return {
      anchor: 'same',
      at: after(since, unseen),
      countOrders: async () => orders.length,
      part: async (newest) => partOf(orders, newest),
      async *orders(chunkRows: number, part) {
        const rows = ordersOf(orders, part);
        for (let from = 0; from < rows.length; from += chunkRows) yield rows.slice(from, from + chunkRows);
      },
      digest: async () => new Map(),
      close: async () => undefined,
    };
  }

  #ids(): number[] {
    return [...this.#rows.keys()].sort((a, b) => a - b);
  }

  #entry(id: number): LogEntry {
    const event = this.#rows.get(id);
    return event === undefined ? { kind: 'damaged', id, reason: 'missing' } : { kind: 'change', id, event };
  }
}

function after(from: AnchoredPosition, ids: readonly number[]): AnchoredPosition {
  const position = advance(from.position, ids);
  return { position, stamp: position.head === 0 ? '' : `${position.head}.0` };
}
