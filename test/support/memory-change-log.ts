import type {
  AnchoredPosition,
  ChangeLog,
  ConsistentView,
  LogEntry,
  LogRead,
  LogServerSettings,
} from '../../src-main/feed/change-log.ts';
import { toRanges } from '../../src-main/feed/gap-tracker.ts';
import { advance, hasSeen, type IdRange, inRanges } from '../../src-main/feed/position.ts';
import type { ChangeEvent } from '../../src-shared/change-event.ts';
import type { Order } from '../../src-shared/order.ts';
import { ordersOf, partOf } from './part-of.ts';

const AT = '2025-09-13T20:30:00.000Z';

/** A log whose rows a test commits by id, in any sequence; the orders follow. */
export class MemoryChangeLog implements ChangeLog {
  readonly orders = new Map<number, Order>();
  /** Reads and views asked for so far. */
  reads = 0;
  views = 0;
  /** While set, every statement fails with it. */
  failure: Error | null = null;
  private readonly rows = new Map<number, ChangeEvent>();

  /** Commits the change with this id. */
  commit(id: number, type: 'INSERT' | 'UPDATE' | 'DELETE' = 'UPDATE', orderId = 1): void {
    const before = this.orders.get(orderId);
    const version = (before?.version ?? 0) + (type === 'DELETE' ? 0 : 1);
    const order: Order = {
      id: orderId,
      customer_name: `Customer ${id}`,
      product_name: 'Laptop',
      status: 'pending',
      version,
      updated_at: AT,
      created_at: AT,
    };
    const common = { changeId: id, actor: 'test', at: AT, order };
    this.rows.set(id, type === 'UPDATE' ? { ...common, type, previous: before ?? {} } : { ...common, type });
    if (type === 'DELETE') this.orders.delete(orderId);
    else this.orders.set(orderId, order);
  }

  /** What a clean-up does. */
  deleteBelow(id: number): void {
    for (const key of [...this.rows.keys()]) if (key < id) this.rows.delete(key);
  }

  /** The newest row, with every id below it that has none as a gap. */
  get end(): AnchoredPosition {
    const ids = this.ids();
    const head = ids[ids.length - 1] ?? 0;
    const holes: number[] = [];
    for (let id = ids[0] ?? 0; id < head; id++) if (!this.rows.has(id)) holes.push(id);
    return { position: { head, gaps: toRanges(holes) }, stamp: stampOf(head) };
  }

  async start(): Promise<AnchoredPosition> {
    this.fail();
    return this.end;
  }

  async read(from: AnchoredPosition, limit: number, alsoWatch: readonly IdRange[] = []): Promise<LogRead> {
    this.reads++;
    this.fail();
    const { head } = from.position;
    const unseen = this.ids().filter((id) => !hasSeen(from.position, id) || inRanges(alsoWatch, id));
    const above = unseen.filter((id) => id > head);
    const wanted = [...unseen.filter((id) => id < head), ...above.slice(0, limit)];
    const position = advance(from.position, wanted);
    return {
      entries: wanted.map((id) => this.entry(id)),
      anchor: head === 0 || this.rows.has(head) ? 'same' : 'missing',
      next: { position, stamp: position.head === head ? from.stamp : stampOf(position.head) },
      more: above.length > limit,
      moreLate: false,
      oldestId: this.ids()[0] ?? null,
    };
  }

  async probe(ranges: readonly IdRange[]): Promise<readonly number[]> {
    this.fail();
    return this.ids().filter((id) => inRanges(ranges, id));
  }

  async serverSettings(): Promise<LogServerSettings> {
    this.fail();
    return { increment: 1, offset: 1, clockOffsetMs: 0, idsTooLarge: false };
  }

  async openView(
    since: AnchoredPosition,
    onUnseen: (entries: readonly LogEntry[]) => void = () => undefined,
  ): Promise<ConsistentView> {
    this.views++;
    this.fail();
    const read = await this.read(since, Number.MAX_SAFE_INTEGER);
    this.reads--;
    onUnseen(read.entries);
    const orders = [...this.orders.values()].sort((a, b) => a.id - b.id);
    return {
      anchor: read.anchor,
      at: read.next,
      countOrders: async () => orders.length,
      part: async (newest) => partOf(orders, newest),
      async *orders(chunkRows, part) {
        const rows = ordersOf(orders, part);
        for (let start = 0; start < rows.length; start += chunkRows) yield rows.slice(start, start + chunkRows);
      },
      digest: async () => new Map(),
      close: async () => undefined,
    };
  }

  private ids(): number[] {
    return [...this.rows.keys()].sort((a, b) => a - b);
  }

  private entry(id: number): LogEntry {
    const event = this.rows.get(id);
    return event === undefined ? { kind: 'damaged', id, reason: 'gone' } : { kind: 'change', id, event };
  }

  private fail(): void {
    if (this.failure !== null) throw this.failure;
  }
}

function stampOf(id: number): string {
  return id === 0 ? '' : `${id}.000000`;
}
