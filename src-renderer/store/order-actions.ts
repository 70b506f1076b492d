import type { NewOrder, Order, OrderChanges, OrderStatus } from '../../src-shared/order.ts';
import { MAX_BULK_ORDERS } from '../../src-shared/protocol-version.ts';
import type { Clock } from '../connection/clock.ts';
import type { CommandOutcome } from '../connection/pending-commands.ts';
import type { CommandSender } from '../ui/command-sender.ts';
import type { ActionNews, ActionTeller, TellOptions } from './action-news.ts';
import { deletePart, setStatusPart } from './bulk-parts.ts';
import { type BulkReport, NOTHING_DONE, sumReports } from './bulk-report.ts';
import { OrderTurns } from './order-turns.ts';
import { isLeftOut } from './orders-state.ts';
import { type Answer, beginAction, endAction } from './overlay.ts';
import type { QuietStore } from './quiet-store.ts';
import { takeBack } from './take-back.ts';
import type { Wish } from './unconfirmed.ts';
import {
  NOTHING_UNDONE,
  sumUndone,
  type UndoRef,
  type UndoReport,
  undoDelete,
  undoInsert,
  undoOfUndo,
  undoUpdate,
} from './undo-ref.ts';
import { type DoneAction, type Remembered, UndoStack } from './undo-stack.ts';

/** So many orders are shown as asked for at once; of more, each part when its turn comes. */
const SHOWN_AT_ONCE = 5_000;

export interface OrderActionsOptions {
  readonly sender: CommandSender;
  readonly store: QuietStore;
  readonly clock: Clock;
  readonly tell: ActionTeller;
}

interface Begun {
  readonly action: number;
  readonly ids: readonly number[];
}

/**
 * Everything a person does to orders. What is asked for is shown at once and marked (`ConsoleState.unconfirmed`),
 * until the change itself comes back on the feed; where the answer is anything else it is taken off the screen again.
 * Each action names the versions the person saw, can be taken back, and tells how it came out. Nothing here rejects.
 */
export class OrderActions {
  readonly #options: OrderActionsOptions;
  readonly #turns = new OrderTurns();
  #stack = new UndoStack();
  #actions = 0;
  #stepping: Promise<void> | null = null;

  constructor(options: OrderActionsOptions) {
    this.#options = options;
  }

  /** Somebody else is here now: what was done before is not theirs to take back by a key. */
  forget(): void {
    this.#stack = new UndoStack();
  }

  /** Gives orders a status. Those that somebody else changed since the person saw them are left as they are. */
  async setStatus(orders: readonly Order[], status: OrderStatus, options: TellOptions = {}): Promise<BulkReport> {
    const wish: Wish = { kind: 'change', changes: { status } };
    const sender = this.#sender();
    const before = new Map(orders.map((order) => [order.id, order]));
    const done = this.#inParts(
      orders,
      () => wish,
      (part) => setStatusPart(sender, part, status),
      (report) => report.done.map((row) => ({ row, wish })),
    );
    const refsOf = ({ done: rows }: BulkReport): readonly UndoRef[] =>
      rows.flatMap((after) => {
        const was = before.get(after.id);
        return was === undefined || was.status === status ? [] : [undoUpdate(was, after, { status })];
      });
    const undo = this.#remember(done.then(refsOf));
    const report = await done;
    this.#tell({ kind: 'status', status, report, undo }, report.done.length > 0, troubled(report), options);
    return report;
  }

  /** Changes fields of one order, in the version the person saw. */
  async update(order: Order, changes: OrderChanges, options: TellOptions = {}): Promise<CommandOutcome> {
    const sender = this.#sender();
    const wish: Wish = { kind: 'change', changes };
    const begun = this.#begin(new Map([[order.id, wish]]));
    const done = this.#inTurn(begun, async () => {
      const expectedVersion = this.#turns.expectedOf(order);
      const outcome = await sender.execute({ type: 'update-order', id: order.id, expectedVersion, changes });
      if (outcome.kind === 'order') this.#turns.note(order.id, expectedVersion, outcome.order.version);
      this.#end(begun, outcome.kind === 'order' ? [{ row: outcome.order, wish }] : []);
      return outcome;
    });
    const refsOf = (outcome: CommandOutcome): readonly UndoRef[] =>
      outcome.kind === 'order' ? [undoUpdate(order, outcome.order, changes)] : [];
    const undo = this.#remember(done.then(refsOf));
    const outcome = await done;
    if (outcome.kind === 'order') this.#tell({ kind: 'saved', order: outcome.order, undo }, true, false, options);
    else this.#tell({ kind: 'refused', outcome }, false, true, options);
    return outcome;
  }

  /** Deletes orders, in the versions the person saw. */
  async remove(orders: readonly Order[], options: TellOptions = {}): Promise<BulkReport> {
    const wish: Wish = { kind: 'remove' };
    const sender = this.#sender();
    const done = this.#inParts(
      orders,
      () => wish,
      (part) => deletePart(sender, part),
      (report) => report.done.map((row) => ({ row, wish })),
    );
    const undo = this.#remember(done.then((report) => report.done.map(undoDelete)));
    const report = await done;
    this.#tell({ kind: 'removed', report, undo }, report.done.length > 0, troubled(report), options);
    return report;
  }

  /** Creates an order. It is shown as soon as the server has given it a number. */
  async create(order: NewOrder, options: TellOptions = {}): Promise<CommandOutcome> {
    const begun = this.#begin(new Map());
    const done = this.#options.sender.execute({ type: 'create-order', order }).then((outcome) => {
      const rows = outcome.kind === 'order' ? [outcome.order] : [];
      this.#end(
        begun,
        rows.map((row) => ({ row, wish: { kind: 'restore', order: row } })),
      );
      return outcome;
    });
    const undo = this.#remember(done.then((outcome) => (outcome.kind === 'order' ? [undoInsert(outcome.order)] : [])));
    const outcome = await done;
    if (outcome.kind === 'order') this.#tell({ kind: 'created', order: outcome.order, undo }, true, false, options);
    else this.#tell({ kind: 'refused', outcome }, false, true, options);
    return outcome;
  }

  /**
   * Counts orders that this person created in another way, from a file, as their last action: it can be walked back
   * too. @returns takes it out again
   */
  noteCreated(orders: readonly { readonly id: number; readonly version: number }[]): () => void {
    const action = { refs: Promise.resolve(orders.map(undoInsert)) };
    this.#stack.push(action);
    return () => void this.#stack.drop(action);
  }

  /** Takes changes back, each by the version it made, whoever made it. This can be taken back in turn. */
  async undo(refs: readonly UndoRef[], options: TellOptions = {}): Promise<UndoReport> {
    const stack = this.#stack;
    const { report, again } = await this.#takeBack(refs, stack);
    const undo = this.#remember(Promise.resolve(again), stack);
    this.#tellUndone(report, false, undo, options);
    return report;
  }

  /**
   * Takes note of what the person did past these actions, as with a scanner, so that it is taken back in its turn.
   *
   * @param onUndo is told when these actions take it back
   */
  remember(refs: readonly UndoRef[], onUndo: (report: Promise<UndoReport>) => void): Remembered {
    const action = { refs: Promise.resolve(refs), onUndo };
    this.#stack.push(action);
    return {
      undo: () => {
        this.#stack.drop(action);
        return this.#takeOff(action);
      },
    };
  }

  /** Takes back the last of the person's own actions that is not taken back yet. */
  async undoLast(): Promise<void> {
    await this.#inSequence(async () => {
      const last = this.#stack.takeDone();
      if (last !== undefined) await this.#walkBack(last);
    });
  }

  /** Does again what was last taken back. */
  async redoLast(): Promise<void> {
    await this.#inSequence(() => this.#redo());
  }

  async #redo(): Promise<void> {
    const stack = this.#stack;
    const last = stack.takeUndone();
    if (last === undefined) return;
    const refs = await last.refs;
    const { report, again } = await this.#takeBack(refs, stack);
    const action = { refs: Promise.resolve(again) };
    if (again.length > 0) stack.redid(action);
    else if (report.trouble !== null) stack.undid(last);
    this.#tellUndone(report, true, () => void this.#undoThis(action), {});
  }

  /** A key that comes before the one before it is answered means what is last when that is done. */
  async #inSequence(step: () => Promise<void>): Promise<void> {
    const run = this.#stepping === null ? step() : this.#stepping.then(step);
    this.#stepping = run;
    await run;
    if (this.#stepping === run) this.#stepping = null;
  }

  async #undoThis(action: DoneAction): Promise<void> {
    if (this.#stack.drop(action)) await this.#walkBack(action);
  }

  async #walkBack(action: DoneAction): Promise<void> {
    const done = this.#takeOff(action);
    action.onUndo?.(done);
    this.#tellUndone(await done, false, () => void this.redoLast(), {});
  }

  /** Takes back what is not on the stack any more. */
  async #takeOff(action: DoneAction): Promise<UndoReport> {
    const stack = this.#stack;
    const refs = await action.refs;
    if (refs.length === 0) return NOTHING_UNDONE;
    const { report, again } = await this.#takeBack(refs, stack);
    if (again.length > 0) stack.undid({ refs: Promise.resolve(again) });
    // Nothing came through: it can be tried again when the connection is back.
    else if (report.trouble !== null) stack.redid(action);
    return report;
  }

  async #takeBack(
    refs: readonly UndoRef[],
    stack: UndoStack,
  ): Promise<{ report: UndoReport; again: readonly UndoRef[] }> {
    const sender = this.#sender(stack);
    const before = new Map(refs.map(({ id }) => [id, this.#seen(id)]));
    let report = NOTHING_UNDONE;
    for (let start = 0; start < refs.length; start += MAX_BULK_ORDERS) {
      const part = refs.slice(start, start + MAX_BULK_ORDERS);
      const wishes = new Map(part.flatMap(({ id, back }) => (back === null ? [] : [[id, back] as const])));
      const begun = this.#begin(wishes);
      const parted = await this.#inTurn({ ...begun, ids: part.map(({ id }) => id) }, async () => {
        const outcome = await takeBack(sender, part);
        for (const { id } of part) this.#turns.forget(id);
        this.#end(begun, answersOf(part, outcome));
        return outcome;
      });
      report = sumUndone(report, parted);
    }
    const rows = new Map([...report.restored, ...report.deleted].map((row) => [row.id, row]));
    const again = refs.flatMap((ref) => {
      const after = rows.get(ref.id);
      return after === undefined ? [] : [undoOfUndo(ref, before.get(ref.id), after)];
    });
    return { report, again };
  }

  #seen(id: number): Order | undefined {
    const { shown, followed, picture } = this.#options.store.state;
    const row = followed.get(id) ?? null;
    return shown.get(id) ?? (row !== null && isLeftOut(row, picture.window) ? row : undefined);
  }

  async #inParts(
    orders: readonly Order[],
    wishOf: (order: Order) => Wish,
    send: (orders: readonly Order[]) => Promise<BulkReport>,
    answersFor: (report: BulkReport) => readonly Answer[],
  ): Promise<BulkReport> {
    const parts = Array.from({ length: Math.ceil(orders.length / MAX_BULK_ORDERS) }, (_, index) =>
      orders.slice(index * MAX_BULK_ORDERS, (index + 1) * MAX_BULK_ORDERS),
    );
    const begin = (part: readonly Order[]): Begun => this.#begin(new Map(part.map((one) => [one.id, wishOf(one)])));
    const begun = orders.length <= SHOWN_AT_ONCE ? parts.map(begin) : [];
    let report = NOTHING_DONE;
    for (const [index, part] of parts.entries()) {
      const mine = begun[index] ?? begin(part);
      const parted = await this.#inTurn(mine, async () => {
        const expected = part.map((one) => ({ ...one, version: this.#turns.expectedOf(one) }));
        const outcome = await send(expected);
        const versions = new Map(expected.map(({ id, version }) => [id, version]));
        for (const { id, version } of outcome.done) this.#turns.note(id, versions.get(id) ?? version, version);
        this.#end(mine, answersFor(outcome));
        return outcome;
      });
      report = sumReports(report, parted);
    }
    return report;
  }

  /** Sends for whoever is here now: what is left of their action when somebody else has come is not that person's. */
  #sender(stack = this.#stack): CommandSender {
    return {
      execute: async (command) => (stack === this.#stack ? this.#options.sender.execute(command) : { kind: 'unsent' }),
    };
  }

  async #inTurn<T>({ ids }: Begun, run: () => Promise<T>): Promise<T> {
    const finish = await this.#turns.take(ids);
    try {
      return await run();
    } finally {
      finish();
    }
  }

  #begin(wishes: ReadonlyMap<number, Wish>): Begun {
    const { store, clock } = this.#options;
    this.#actions += 1;
    const action = this.#actions;
    store.update((state) => beginAction(state, action, wishes, clock.monotonic()));
    return { action, ids: [...wishes.keys()] };
  }

  #end({ action, ids }: Begun, answers: readonly Answer[]): void {
    const { store, clock } = this.#options;
    store.update((state) => endAction(state, action, ids, answers, clock.monotonic()));
  }

  /** @returns what takes this action back */
  #remember(refs: Promise<readonly UndoRef[]>, stack = this.#stack): () => void {
    const action = { refs };
    stack.push(action);
    void refs.then((made) => {
      if (made.length === 0) stack.drop(action);
    });
    return () => void this.#undoThis(action);
  }

  #tellUndone(report: UndoReport, again: boolean, undo: () => void, options: TellOptions): void {
    const { restored, deleted, conflicts, gone, expired, failed } = report;
    const isTroubled = conflicts.length + gone.length + expired.length + failed.length > 0;
    this.#tell({ kind: 'undone', again, report, undo }, restored.length + deleted.length > 0, isTroubled, options);
  }

  #tell(news: ActionNews, good: boolean, bad: boolean, { tell = 'all' }: TellOptions): void {
    if (tell === 'nothing' || (tell === 'good' && !good) || !(good || bad)) return;
    this.#options.tell(news);
  }
}

function troubled({ conflicts, notFound, failed }: BulkReport): boolean {
  return conflicts.length + notFound.length + failed.length > 0;
}

function answersOf(refs: readonly UndoRef[], report: UndoReport): readonly Answer[] {
  const changes = new Map(refs.map((ref) => [ref.id, ref]));
  const restored = report.restored.map((row): Answer => {
    const ref = changes.get(row.id);
    const wish: Wish =
      ref?.change === 'DELETE' ? { kind: 'restore', order: row } : (ref?.back ?? { kind: 'change', changes: {} });
    return { row, wish };
  });
  return [...restored, ...report.deleted.map((row): Answer => ({ row, wish: { kind: 'remove' } }))];
}
