import { AppError } from '../../src-main/base/app-error.ts';
import { matchesActivity } from '../../src-main/commands/activity-filter.ts';
import type {
  BatchOutcome,
  OrderRepository,
  OrderTarget,
  WriteOutcome,
} from '../../src-main/commands/order-repository.ts';
import { planUndo, type UndoStep, unwrittenOutcome } from '../../src-main/commands/undo-plan.ts';
import { isWholeLife } from '../../src-main/commands/whole-life.ts';
import type { ChangeEvent } from '../../src-shared/change-event.ts';
import type { BulkOutcome, UndoOutcome, UndoTarget } from '../../src-shared/command.ts';
import type { NewOrder, Order, OrderChanges } from '../../src-shared/order.ts';
import type { ActivityQuery, ListOrdersQuery } from '../../src-shared/rest-api.ts';

const CHUNK_ROWS = 100;

/** Orders in memory, for tests of what stands on an OrderRepository; the contract suite holds it equal to MySQL. */
export class MemoryOrderRepository implements OrderRepository {
  readonly #orders = new Map<number, Order>();
  readonly #changes: ChangeEvent[] = [];
  readonly #batches = new Map<
    string,
    { readonly content: string; readonly created: { id: number; version: number }[] }
  >();
  #lastId = 0;

  async get(id: number) {
    return this.#orders.get(id) ?? null;
  }

  async page(query: ListOrdersQuery & { readonly limit: number }) {
    const sorted = this.#select(query);
    const start = query.cursor === undefined ? 0 : this.#startAfter(query.cursor, query.sort ?? 'id', sorted);
    const orders = sorted.slice(start, start + query.limit);
    const last = orders.at(-1);
    const more = start + query.limit < sorted.length;
    return { orders, nextCursor: more && last !== undefined ? `${query.sort ?? 'id'}:${last.id}` : null };
  }

  async *stream(query: ListOrdersQuery) {
    const orders = this.#select(query);
    for (let start = 0; start < orders.length; start += CHUNK_ROWS) yield orders.slice(start, start + CHUNK_ROWS);
  }

  async history(id: number, limit: number) {
    const changes = this.#changes.filter((change) => change.order.id === id).reverse();
    return { changes: changes.slice(0, limit), complete: changes.length <= limit && isWholeLife(changes) };
  }

  async activity({ limit, before, ...filter }: ActivityQuery & { readonly limit: number }) {
    const start = before === undefined ? this.#changes.length : Number(/^c(\d+)$/.exec(before)?.[1] ?? Number.NaN);
    if (Number.isNaN(start)) {
      const message = 'is not one that this server handed out';
      throw new AppError('invalid-request', `before ${message}.`, { errors: [{ field: 'before', message }] });
    }
    const older = this.#changes.slice(0, start).reverse();
    const changes = older.filter((change) => matchesActivity(change, filter)).slice(0, limit);
    const last = changes.at(-1);
    const more = changes.length === limit && last !== undefined;
    return { changes, next: more ? `c${last.changeId - 1}` : null };
  }

  async create(order: NewOrder, actor: string) {
    return this.#insert(order, actor);
  }

  #insert(order: NewOrder, actor: string): Order {
    const now = new Date().toISOString();
    const row: Order = {
      id: ++this.#lastId,
      customer_name: order.customer_name,
      product_name: order.product_name,
      status: order.status ?? 'pending',
      version: 1,
      updated_at: now,
      created_at: now,
    };
    this.#orders.set(row.id, row);
    this.#log(actor, { type: 'INSERT', order: row });
    return row;
  }

  async update(target: OrderTarget, changes: OrderChanges, actor: string): Promise<WriteOutcome> {
    const found = this.#find(target);
    if (found.kind !== 'written') return found;
    return { kind: 'written', order: this.#write(found.order, changes, actor) };
  }

  async delete(target: OrderTarget, actor: string): Promise<WriteOutcome> {
    const found = this.#find(target);
    if (found.kind !== 'written') return found;
    this.#orders.delete(target.id);
    this.#log(actor, { type: 'DELETE', order: found.order });
    return found;
  }

  async createMany(batchKey: string, orders: readonly NewOrder[], actor: string): Promise<BatchOutcome> {
    const content = JSON.stringify(
      orders.map(({ customer_name, product_name, status = 'pending' }) => [customer_name, product_name, status]),
    );
    const known = this.#batches.get(batchKey);
    if (known !== undefined && known.content !== content) return { kind: 'other-content' };
    if (known !== undefined) return { kind: 'created', orders: known.created, repeated: true };
    const created = orders.map((order) => {
      const { id, version } = this.#insert(order, actor);
      return { id, version };
    });
    this.#batches.set(batchKey, { content, created });
    return { kind: 'created', orders: created, repeated: false };
  }

  async deleteMany(targets: readonly OrderTarget[], actor: string): Promise<BulkOutcome> {
    const outcome: BulkOutcome = { updated: [], deleted: [], conflicts: [], notFound: [] };
    for (const target of targets) {
      const found = await this.delete(target, actor);
      if (found.kind === 'not-found') outcome.notFound.push(target.id);
      else if (found.kind === 'conflict') outcome.conflicts.push(found.current);
      else outcome.deleted.push(found.order);
    }
    return outcome;
  }

  async setStatus(targets: readonly OrderTarget[], status: Order['status'], actor: string): Promise<BulkOutcome> {
    const outcome: BulkOutcome = { updated: [], deleted: [], conflicts: [], notFound: [] };
    for (const target of targets) {
      const found = this.#find(target);
      if (found.kind === 'not-found') outcome.notFound.push(target.id);
      else if (found.kind === 'conflict') outcome.conflicts.push(found.current);
      else outcome.updated.push(this.#write(found.order, { status }, actor));
    }
    return outcome;
  }

  async undo(
    targets: readonly UndoTarget[],
    actor: string,
    may: (change: ChangeEvent) => void = () => undefined,
  ): Promise<UndoOutcome> {
    const sorted = [...targets].sort((a, b) => a.id - b.id);
    for (const change of sorted.map((target) => this.#logged(target))) if (change !== null) may(change.event);
    const steps = sorted.map((target) => planUndo(target, this.#logged(target), this.#orders.get(target.id) ?? null));
    const outcome = unwrittenOutcome(steps);
    for (const step of steps) this.#carryOut(step, actor, outcome);
    return outcome;
  }

  #carryOut(step: UndoStep, actor: string, outcome: UndoOutcome): void {
    if (step.kind === 'delete') {
      this.#orders.delete(step.order.id);
      this.#log(actor, { type: 'DELETE', order: step.order });
      outcome.deleted.push(step.order);
    } else if (step.kind === 'restore') {
      const order = { ...step.order, updated_at: new Date().toISOString() };
      this.#orders.set(order.id, order);
      this.#log(actor, { type: 'INSERT', order });
      outcome.restored.push(order);
    } else if (step.kind === 'update') {
      const before = this.#orders.get(step.id);
      if (before !== undefined) outcome.restored.push(this.#write(before, step.changes, actor));
    }
  }

  #logged({ id, version, change }: UndoTarget) {
    const ofOrder = this.#changes.filter(({ order }) => order.id === id).reverse();
    const event = ofOrder.find(({ type, order }) => type === change && order.version === version);
    return event === undefined ? null : { event, isNewest: event === ofOrder[0] };
  }

  #find({ id, expectedVersion }: OrderTarget): WriteOutcome {
    const order = this.#orders.get(id);
    if (order === undefined) return { kind: 'not-found' };
    const changed = expectedVersion !== undefined && expectedVersion !== order.version;
    return changed ? { kind: 'conflict', current: order } : { kind: 'written', order };
  }

  #write(before: Order, changes: OrderChanges, actor: string): Order {
    const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
    const order = { ...before, ...given, version: before.version + 1, updated_at: new Date().toISOString() };
    this.#orders.set(order.id, order);
    const previous = Object.entries(before).filter(([name, value]) => order[name as keyof Order] !== value);
    this.#log(actor, { type: 'UPDATE', order, previous: Object.fromEntries(previous) });
    return order;
  }

  #log(
    actor: string,
    event: { type: 'INSERT' | 'DELETE'; order: Order } | { type: 'UPDATE'; order: Order; previous: Partial<Order> },
  ): void {
    this.#changes.push({ ...event, changeId: this.#changes.length + 1, actor, at: new Date().toISOString() });
  }

  #select({ status, q, sort = 'id' }: ListOrdersQuery): Order[] {
    const text = q?.toLowerCase();
    const contains = (order: Order) =>
      text === undefined ||
      order.customer_name.toLowerCase().includes(text) ||
      order.product_name.toLowerCase().includes(text) ||
      String(order.id) === text;
    const descending = sort.startsWith('-') ? -1 : 1;
    const column = sort.replace('-', '') as 'id' | 'updated_at' | 'created_at';
    const compare = (a: Order, b: Order) => {
      const [left, right] = [a[column] ?? '', b[column] ?? ''];
      if (left === right) return (a.id - b.id) * descending;
      return (left < right ? -1 : 1) * descending;
    };
    return [...this.#orders.values()]
      .filter((order) => (status === undefined || order.status === status) && contains(order))
      .sort(compare);
  }

  #startAfter(cursor: string, sort: string, sorted: readonly Order[]): number {
    const [of, id] = cursor.split(':');
    const index = sorted.findIndex((order) => order.id === Number(id));
    if (of !== sort || index < 0) {
      throw new AppError('invalid-request', 'cursor is not one of this list.', {
        errors: [{ field: 'cursor', message: 'is not one of this list' }],
      });
    }
    return index + 1;
  }
}
