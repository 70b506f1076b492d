import type { LogEntry } from '../../src-main/feed/change-log.ts';
import type { Checkpoint, CheckpointStore } from '../../src-main/feed/checkpoint.ts';
import type { EpochStore } from '../../src-main/feed/epoch-store.ts';
import type { ChangeEvent } from '../../src-shared/change-event.ts';
import type { Order, OrderStatus } from '../../src-shared/order.ts';

/** A row of the log in memory, visible to others once committed. */
export interface SimulatedRow {
  readonly id: number;
  readonly stamp: string;
  readonly entry: LogEntry;
  committed: boolean;
}

/** The two tables and what the triggers do, in memory, with transactions that hold row locks until they end. */
export class SimulatedDatabase {
  /** As committed. */
  readonly orders = new Map<number, Order>();
  readonly rows = new Map<number, SimulatedRow>();
  /** While set, every statement of the log fails with it. */
  away: Error | null = null;
  readonly meta = { epoch: 'epoch-1', tokenSecret: 'secret', cleanedBelow: 0 };
  private checkpoint: Checkpoint | null = null;
  private nextOrderId = 1;
  private nextLogId = 1;
  private writes = 0;
  private rotations = 1;
  private readonly locked = new Set<number>();

  throwIfAway(): void {
    if (this.away !== null) throw this.away;
  }

  begin(): SimulatedTransaction {
    return new SimulatedTransaction(this);
  }

  /** Orders that no open transaction holds. */
  get free(): Order[] {
    return [...this.orders.values()].filter((order) => !this.locked.has(order.id));
  }

  /** Ascending by id. */
  committedRows(): SimulatedRow[] {
    return [...this.rows.values()].filter((row) => row.committed).sort((a, b) => a.id - b.id);
  }

  /** TRUNCATE TABLE order_changes: the ids start again. */
  truncateLog(): void {
    this.rows.clear();
    this.nextLogId = 1;
  }

  /** AUTO_INCREMENT set forward. */
  jumpLogIds(to: number): void {
    this.nextLogId = Math.max(this.nextLogId, to);
  }

  /** The clean-up of another server: everything committed below `id` goes. */
  cleanBelow(id: number): void {
    this.meta.cleanedBelow = Math.max(this.meta.cleanedBelow, id);
    for (const row of this.committedRows()) if (row.id < id) this.rows.delete(row.id);
  }

  /** Writes a row that cannot be read as a change. */
  damage(reason = 'new_data is NULL'): number {
    const id = this.takeLogId();
    this.putRow(id, { kind: 'damaged', id, reason }, true);
    return id;
  }

  takeOrderId(): number {
    return this.nextOrderId++;
  }

  takeLogId(): number {
    return this.nextLogId++;
  }

  putRow(id: number, entry: LogEntry, committed: boolean): SimulatedRow {
    const row = { id, stamp: `${++this.writes}`, entry, committed };
    this.rows.set(id, row);
    return row;
  }

  lock(orderId: number): void {
    if (this.locked.has(orderId)) throw new Error(`order ${orderId} is locked: a real writer would wait`);
    this.locked.add(orderId);
  }

  unlock(orderIds: Iterable<number>): void {
    for (const id of orderIds) this.locked.delete(id);
  }

  readonly checkpoints: CheckpointStore = {
    load: async () => {
      this.throwIfAway();
      return this.checkpoint;
    },
    cleanedBelow: async () => {
      this.throwIfAway();
      return this.meta.cleanedBelow;
    },
    save: async (checkpoint) => {
      this.throwIfAway();
      this.checkpoint = checkpoint;
    },
  };

  readonly epochs: EpochStore = {
    read: async () => {
      this.throwIfAway();
      return { ...this.meta };
    },
    rotate: async (known) => {
      this.throwIfAway();
      if (known === this.meta.epoch) {
        this.meta.epoch = `epoch-${++this.rotations}`;
        this.meta.cleanedBelow = 0;
      }
      return this.meta.epoch;
    },
  };
}

/** One writer's transaction: its ids are taken at once, its rows are seen by others when it commits. */
export class SimulatedTransaction {
  private readonly own = new Map<number, Order | null>();
  private readonly rows: SimulatedRow[] = [];

  constructor(private readonly database: SimulatedDatabase) {}

  /** What this transaction has written and not deleted again. */
  get orders(): Order[] {
    return [...this.own.values()].flatMap((order) => (order === null ? [] : [order]));
  }

  insert(name: string, status: OrderStatus = 'pending'): number {
    const id = this.database.takeOrderId();
    const time = '2025-09-13T20:30:00.000Z';
    const order: Order = {
      id,
      customer_name: name,
      product_name: 'Laptop',
      status,
      version: 1,
      updated_at: time,
      created_at: time,
    };
    this.database.lock(id);
    this.write(order, (common) => ({ ...common, type: 'INSERT', order }));
    return id;
  }

  update(id: number, name: string): void {
    const before = this.hold(id);
    const order = { ...before, customer_name: name, version: before.version + 1 };
    const previous = { customer_name: before.customer_name, version: before.version };
    this.write(order, (common) => ({ ...common, type: 'UPDATE', order, previous }));
  }

  remove(id: number): void {
    const order = this.hold(id);
    this.write(order, (common) => ({ ...common, type: 'DELETE', order }), true);
  }

  commit(): void {
    for (const row of this.rows) row.committed = true;
    for (const [id, order] of this.own) {
      if (order === null) this.database.orders.delete(id);
      else this.database.orders.set(id, order);
    }
    this.database.unlock(this.own.keys());
  }

  rollback(): void {
    for (const row of this.rows) if (this.database.rows.get(row.id) === row) this.database.rows.delete(row.id);
    this.database.unlock(this.own.keys());
  }

  private hold(id: number): Order {
    const own = this.own.get(id);
    if (own !== undefined && own !== null) return own;
    const order = this.database.orders.get(id);
    if (order === undefined) throw new Error(`there is no order ${id}`);
    this.database.lock(id);
    return order;
  }

  private write(
    order: Order,
    event: (common: Pick<ChangeEvent, 'changeId' | 'actor' | 'at'>) => ChangeEvent,
    gone = false,
  ): void {
    const id = this.database.takeLogId();
    const common = { changeId: id, actor: 'writer', at: '2025-09-13T20:30:00.000Z' };
    this.rows.push(this.database.putRow(id, { kind: 'change', id, event: event(common) }, false));
    this.own.set(order.id, gone ? null : order);
  }
}
