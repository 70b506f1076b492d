import type {
  Anchor,
  AnchoredPosition,
  ChangeLog,
  ConsistentView,
  LogEntry,
  LogRead,
} from '../../src-main/feed/change-log.ts';
import { toRanges } from '../../src-main/feed/gap-tracker.ts';
import { DIGEST_RANGE, orderChecksum } from '../../src-main/feed/orders-digest.ts';
import { advance, type IdRange, inRanges } from '../../src-main/feed/position.ts';
import type { Order } from '../../src-shared/order.ts';
import { ordersOf, partOf } from './part-of.ts';
import type { SimulatedDatabase, SimulatedRow } from './simulated-database.ts';

export interface SimulatedLogOptions {
  /** Rows that fill gaps taken by one read. */
  readonly lateLimit?: number;
  /** Awaited after the answer was computed and before it is given: what happens meanwhile is not in it. */
  readonly answer?: () => Promise<void>;
}

/** The change log over tables in memory: same port, same promises as the one on MySQL. */
export class SimulatedChangeLog implements ChangeLog {
  constructor(
    private readonly database: SimulatedDatabase,
    private readonly options: SimulatedLogOptions = {},
  ) {}

  start(): Promise<AnchoredPosition> {
    return this.answered(() => {
      const rows = this.database.committedRows();
      const newest = rows[rows.length - 1];
      if (newest === undefined) return { position: { head: 0, gaps: [] }, stamp: '' };
      const known = new Set(rows.map((row) => row.id));
      const lowest = rows[0]?.id ?? 1;
      const holes: number[] = [];
      for (let id = 1; id < newest.id; id++) {
        if (!known.has(id) && (id > lowest || this.database.rows.has(id))) holes.push(id);
      }
      return { position: { head: newest.id, gaps: toRanges(holes) }, stamp: newest.stamp };
    });
  }

  read(from: AnchoredPosition, limit: number, alsoWatch: readonly IdRange[] = []): Promise<LogRead> {
    return this.answered(() => this.readFrom(this.database.committedRows(), from, limit, alsoWatch));
  }

  probe(ranges: readonly IdRange[]): Promise<readonly number[]> {
    return this.answered(() =>
      [...this.database.rows.keys()].filter((id) => inRanges(ranges, id)).sort((a, b) => a - b),
    );
  }

  serverSettings() {
    return this.answered(() => ({ increment: 1, offset: 1, clockOffsetMs: 0, idsTooLarge: false }));
  }

  openView(
    since: AnchoredPosition,
    onUnseen: (entries: readonly LogEntry[]) => void = () => undefined,
  ): Promise<ConsistentView> {
    return this.answered(() => {
      const rows = this.database.committedRows();
      const orders = [...this.database.orders.values()].sort((a, b) => a.id - b.id);
      let read = this.readFrom(rows, since, 100, []);
      const { anchor } = read;
      for (;;) {
        onUnseen(read.entries);
        if (!read.more) break;
        read = this.readFrom(rows, read.next, 100, []);
      }
      return this.view(orders, anchor, read.next);
    });
  }

  private view(orders: readonly Order[], anchor: Anchor, at: AnchoredPosition): ConsistentView {
    const answered = <T>(compute: () => T) => this.answered(compute);
    return {
      anchor,
      at,
      countOrders: () => answered(() => orders.length),
      part: (newest) => answered(() => partOf(orders, newest)),
      async *orders(chunkRows, part) {
        const rows = ordersOf(orders, part);
        for (let start = 0; start < rows.length; start += chunkRows) {
          yield await answered(() => rows.slice(start, start + chunkRows));
        }
      },
      digest: () => answered(() => digestOf(orders)),
      close: async () => undefined,
    };
  }

  private readFrom(
    rows: readonly SimulatedRow[],
    from: AnchoredPosition,
    limit: number,
    alsoWatch: readonly IdRange[],
  ): LogRead {
    const { head, gaps } = from.position;
    const late = rows.filter((row) => row.id < head && (inRanges(gaps, row.id) || isIn(alsoWatch, row.id)));
    const above = rows.filter((row) => row.id > head);
    const lateLimit = this.options.lateLimit ?? 2_000;
    const moreLate = late.length > lateLimit;
    const wanted = moreLate ? late.slice(0, lateLimit) : [...late, ...above.slice(0, limit)];
    const anchorRow = rows.find((row) => row.id === head);
    const last = wanted.filter((row) => row.id > head).pop() ?? anchorRow;
    const oldestId = rows[0]?.id ?? null;
    return {
      entries: wanted.map((row) => row.entry),
      anchor: anchorOf(from, anchorRow, oldestId),
      next: {
        position: advance(
          from.position,
          wanted.map((row) => row.id),
        ),
        stamp: last?.stamp ?? from.stamp,
      },
      more: moreLate || above.length > limit,
      moreLate,
      oldestId,
    };
  }

  private async answered<T>(compute: () => T): Promise<T> {
    this.database.throwIfAway();
    const value = compute();
    await this.options.answer?.();
    this.database.throwIfAway();
    return value;
  }
}

function anchorOf(from: AnchoredPosition, row: SimulatedRow | undefined, oldestId: number | null): Anchor {
  if (from.position.head === 0) return 'same';
  if (from.stamp === '') return oldestId !== null && oldestId <= from.position.head ? 'same' : 'missing';
  if (row === undefined) return 'missing';
  return row.stamp === from.stamp ? 'same' : 'different';
}

// The watched ranges are in no particular sequence.
function isIn(ranges: readonly IdRange[], id: number): boolean {
  return ranges.some((range) => range.from <= id && id <= range.to);
}

function digestOf(orders: readonly Order[]): Map<number, { count: number; sum: number }> {
  const digest = new Map<number, { count: number; sum: number }>();
  for (const order of orders) {
    const key = Math.floor(order.id / DIGEST_RANGE);
    const { count, sum } = digest.get(key) ?? { count: 0, sum: 0 };
    digest.set(key, { count: count + 1, sum: sum + orderChecksum(order) });
  }
  return digest;
}
