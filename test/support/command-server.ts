import { planUndo, type UndoStep, unwrittenOutcome } from '../../src-main/commands/undo-plan.ts';
import type { CommandOutcome } from '../../src-renderer/connection/pending-commands.ts';
import type { CommandSender } from '../../src-renderer/ui/command-sender.ts';
import type { ChangeEvent } from '../../src-shared/change-event.ts';
import type { Command, CommandOf, UndoOutcome, UndoTarget } from '../../src-shared/command.ts';
import type { Order, OrderChanges } from '../../src-shared/order.ts';
import { problemOf } from '../../src-shared/problem.ts';
import { anOrder, deleted, inserted, updated } from './orders.ts';

/** Orders in memory that take commands as the server does; each answer waits until the test lets it go. */
export class CommandServer implements CommandSender {
  readonly commands: Command[] = [];
  readonly rows = new Map<number, Order>();
  /** What the feed would bring. */
  readonly changes: ChangeEvent[] = [];
  /** Answers instead of the server, as long as it is set. */
  instead: CommandOutcome | null = null;
  readonly #changesOf = new Map<number, ChangeEvent[]>();
  held: (() => void)[] = [];
  holds = false;

  constructor(ids: Iterable<number>) {
    for (const id of ids) this.rows.set(id, anOrder({ id }));
  }

  async execute(command: Command): Promise<CommandOutcome> {
    this.commands.push(command);
    const outcome = this.instead ?? this.#carryOut(command);
    if (this.holds) await new Promise<void>((resolve) => this.held.push(resolve));
    return outcome;
  }

  /** Lets all answers go that wait. */
  release(): void {
    for (const resolve of this.held.splice(0)) resolve();
  }

  #carryOut(command: Command): CommandOutcome {
    switch (command.type) {
      case 'create-order': {
        const order = anOrder({ ...(command.order as Partial<Order>), id: Math.max(0, ...this.rows.keys()) + 1 });
        this.#write(inserted(order));
        return { kind: 'order', order };
      }
      case 'update-order': {
        const row = this.rows.get(command.id);
        if (row === undefined) return { kind: 'problem', problem: problemOf('not-found', 'There is no such order.') };
        if (command.expectedVersion !== undefined && row.version !== command.expectedVersion) return conflict(row);
        return { kind: 'order', order: this.#update(row, command.changes) };
      }
      case 'delete-order': {
        const row = this.rows.get(command.id);
        if (row === undefined) return { kind: 'problem', problem: problemOf('not-found', 'There is no such order.') };
        if (command.expectedVersion !== undefined && row.version !== command.expectedVersion) return conflict(row);
        this.#write(deleted(row));
        return { kind: 'deleted', order: row };
      }
      case 'set-status': {
        const { updated: done, ...rest } = this.#sorted(command.orders);
        const rows = done.map((row) => this.#update(row, { status: command.status }));
        return { kind: 'bulk', outcome: { ...rest, updated: rows, deleted: [] } };
      }
      case 'delete-orders': {
        const { updated: done, ...rest } = this.#sorted(command.orders);
        for (const row of done) this.#write(deleted(row));
        return { kind: 'bulk', outcome: { ...rest, updated: [], deleted: done } };
      }
      case 'create-orders':
        return { kind: 'unsent' };
      case 'undo':
        return { kind: 'undone', outcome: this.#undo(command) };
    }
  }

  #sorted(named: CommandOf<'set-status'>['orders']): { updated: Order[]; conflicts: Order[]; notFound: number[] } {
    const sorted = { updated: [] as Order[], conflicts: [] as Order[], notFound: [] as number[] };
    for (const { id, expectedVersion } of named) {
      const row = this.rows.get(id);
      if (row === undefined) sorted.notFound.push(id);
      else if (row.version === expectedVersion) sorted.updated.push(row);
      else sorted.conflicts.push(row);
    }
    return sorted;
  }

  #undo({ changes }: CommandOf<'undo'>): UndoOutcome {
    const steps = changes.map((target) => this.#planOf(target));
    const outcome = unwrittenOutcome(steps);
    for (const step of steps) {
      if (step.kind === 'restore') {
        this.#write(inserted(step.order));
        outcome.restored.push(step.order);
      } else if (step.kind === 'delete') {
        this.#write(deleted(step.order));
        outcome.deleted.push(step.order);
      } else if (step.kind === 'update') {
        const row = this.rows.get(step.id);
        if (row !== undefined) outcome.restored.push(this.#update(row, step.changes));
      }
    }
    return outcome;
  }

  #planOf(target: UndoTarget): UndoStep {
    const { id, version, change } = target;
    const ofOrder = this.#changesOf.get(id) ?? [];
    const event = ofOrder.find((one) => one.order.version === version && one.type === change);
    const made = event === undefined ? null : { event, isNewest: ofOrder.at(-1) === event };
    return planUndo(target, made, this.rows.get(id) ?? null);
  }

  #update(row: Order, changes: OrderChanges): Order {
    const order = { ...row, ...(changes as Partial<Order>), version: row.version + 1 };
    const previous = Object.fromEntries(Object.keys(changes).map((key) => [key, row[key as keyof Order]]));
    this.#write(updated(order, previous));
    return order;
  }

  /** Somebody else changes a row. */
  foreign(id: number, changes: OrderChanges): void {
    const row = this.rows.get(id);
    if (row !== undefined) this.#update(row, changes);
  }

  #write(change: ChangeEvent): void {
    this.changes.push(change);
    this.#changesOf.set(change.order.id, [...(this.#changesOf.get(change.order.id) ?? []), change]);
    if (change.type === 'DELETE') this.rows.delete(change.order.id);
    else this.rows.set(change.order.id, change.order);
  }
}

function conflict(current: Order): CommandOutcome {
  return { kind: 'problem', problem: problemOf('conflict', 'Somebody else changed this order.', { current }) };
}
