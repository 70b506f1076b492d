import { beforeEach, describe, expect, it } from 'vitest';
import type { ActionNews } from '../../src-renderer/store/action-news.ts';
import { OrderActions } from '../../src-renderer/store/order-actions.ts';
import { QuietStore } from '../../src-renderer/store/quiet-store.ts';
import { createConsoleStore, reduceMessages } from '../../src-renderer/store/store.ts';
import { undoRefOf } from '../../src-renderer/store/undo-ref.ts';
import type { Order } from '../../src-shared/order.ts';
import { MAX_BULK_ORDERS } from '../../src-shared/protocol-version.ts';
import { CommandServer } from '../support/command-server.ts';
import { eventually } from '../support/eventually.ts';
import { FakeClock } from '../support/fake-clock.ts';

/** One console on one server, with what it told. */
class Rig {
  readonly clock = new FakeClock();
  readonly news: ActionNews[] = [];
  readonly server: CommandServer;
  readonly store = new QuietStore(createConsoleStore({ kind: 'live', transport: 'websocket' }), () => false);
  readonly actions: OrderActions;
  #fed = 0;

  constructor(count: number) {
    this.server = new CommandServer(Array.from({ length: count }, (_, index) => index + 1));
    this.actions = new OrderActions({
      sender: this.server,
      store: this.store,
      clock: this.clock,
      tell: (news) => this.news.push(news),
    });
    const orders = [...this.server.rows.values()];
    this.store.update((state) =>
      reduceMessages(state, [
        { message: { type: 'snapshot-begin', reason: 'first-connect', total: orders.length }, at: 0 },
        { message: { type: 'snapshot-chunk', orders }, at: 0 },
        { message: { type: 'snapshot-end', token: '' }, at: 0 },
      ]),
    );
  }

  get shown(): Order[] {
    return [...this.store.state.shown.values()].sort((a, b) => a.id - b.id);
  }

  order(id: number): Order {
    const order = this.store.state.shown.get(id);
    if (order === undefined) throw new Error(`Order ${id} is not shown`);
    return order;
  }

  feed(): void {
    const changes = this.server.changes.slice(this.#fed);
    this.#fed = this.server.changes.length;
    this.store.update((state) => reduceMessages(state, [{ message: { type: 'changes', changes, token: '' }, at: 0 }]));
  }

  /** What is shown is the table, and nothing is marked any more. */
  expectTable(): void {
    this.feed();
    expect(this.shown).toEqual([...this.server.rows.values()].sort((a, b) => a.id - b.id));
    expect(this.store.state.unconfirmed.size).toBe(0);
  }
}

let rig: Rig;
beforeEach(() => {
  rig = new Rig(3);
});

describe('what a person does to orders', () => {
  it('[OPT-10] is marked until the feed brings it, and told', async () => {
    rig.server.holds = true;
    const shipped = rig.actions.setStatus(rig.shown, 'shipped');
    expect(rig.shown.map(({ status }) => status)).toEqual(['shipped', 'shipped', 'shipped']);
    expect(rig.store.state.unconfirmed.size).toBe(3);
    await eventually('the command is out', () => rig.server.held.length === 1);
    rig.server.release();
    expect(await shipped).toMatchObject({ done: [{ id: 1 }, { id: 2 }, { id: 3 }], conflicts: [], failed: [] });
    expect(rig.store.state.unconfirmed.size).toBe(3);
    rig.expectTable();
    expect(rig.news).toMatchObject([{ kind: 'status', status: 'shipped' }]);
  });

  it('[OPT-11] is named with the version the person saw: what others changed since is a conflict', async () => {
    const [first, second] = [rig.order(1), rig.order(2)];
    rig.server.foreign(1, { product_name: 'Phone' });
    const report = await rig.actions.remove([first, second]);
    expect(report).toMatchObject({ done: [{ id: 2 }], conflicts: [{ id: 1, product_name: 'Phone' }] });
    expect(rig.shown.map(({ id }) => id)).toEqual([1, 3]);
    rig.expectTable();
  });

  it('[OPT-12] a second edit waits for the first and does not conflict with it', async () => {
    rig.server.holds = true;
    const edits = [
      rig.actions.setStatus([rig.order(1)], 'shipped'),
      rig.actions.update(rig.order(1), { product_name: 'Phone' }),
      rig.actions.setStatus([rig.order(1)], 'delivered'),
    ];
    expect(rig.order(1)).toMatchObject({ status: 'delivered', product_name: 'Phone' });
    for (const count of [1, 2, 3]) {
      await eventually(`command ${count} is out`, () => rig.server.commands.length === count && rig.server.held[0]);
      rig.server.release();
    }
    await Promise.all(edits);
    expect(rig.server.rows.get(1)).toMatchObject({ status: 'delivered', product_name: 'Phone', version: 4 });
    // What was seen before the own edits is no conflict either.
    rig.server.holds = false;
    await rig.actions.update({ ...rig.order(1), version: 1 }, { customer_name: 'Ada' });
    expect(rig.server.rows.get(1)).toMatchObject({ customer_name: 'Ada', version: 5 });
    rig.expectTable();
  });

  it('[OPT-13] without an answer it is taken off the screen and said so', async () => {
    for (const instead of [{ kind: 'unsent' }, { kind: 'unknown' }] as const) {
      rig.server.instead = instead;
      expect(await rig.actions.setStatus(rig.shown, 'delivered')).toMatchObject({
        done: [],
        failed: [1, 2, 3],
        trouble: instead,
      });
      expect(await rig.actions.update(rig.order(1), { status: 'shipped' })).toEqual(instead);
      expect(rig.shown.map(({ status }) => status)).toEqual(['pending', 'pending', 'pending']);
      expect(rig.store.state.unconfirmed.size).toBe(0);
    }
    expect(rig.news.map(({ kind }) => kind)).toEqual(['status', 'refused', 'status', 'refused']);
    await rig.actions.undoLast();
    expect(rig.server.commands.some(({ type }) => type === 'undo')).toBe(false);
  });

  it('[OPT-14] many orders go in commands the server takes', async () => {
    rig = new Rig(6_400);
    const done = rig.actions.setStatus(rig.shown, 'shipped');
    // So many are shown part by part.
    expect(rig.store.state.unconfirmed.size).toBe(1_000);
    expect((await done).done).toHaveLength(6_400);
    const sizes = rig.server.commands.map((command) => (command.type === 'set-status' ? command.orders.length : 0));
    expect(sizes).toEqual([1_000, 1_000, 1_000, 1_000, 1_000, 1_000, 400]);
    rig.expectTable();
    await rig.actions.undoLast();
    expect(rig.server.commands.filter(({ type }) => type === 'undo')).toHaveLength(7);
    expect(rig.shown.every(({ status }) => status === 'pending')).toBe(true);
    rig.expectTable();
  });
});

describe('undo', () => {
  it('[OPT-20] walks back the last twenty own actions of every kind, and forward again', async () => {
    await rig.actions.create({ customer_name: 'New', product_name: 'Tablet' });
    await rig.actions.update(rig.order(1), { product_name: 'Phone' });
    await rig.actions.remove([rig.order(2)]);
    for (let count = 0; count < 9; count += 1) {
      await rig.actions.setStatus([rig.order(3)], 'shipped');
      await rig.actions.setStatus([rig.order(3)], 'delivered');
    }
    rig.expectTable();
    const end = rig.shown.map(({ version, ...rest }) => rest);
    for (let count = 0; count < 25; count += 1) await rig.actions.undoLast();
    rig.expectTable();
    // The oldest of the twenty-one is out of reach.
    expect(rig.shown.map(({ id, product_name, status }) => [id, product_name, status])).toEqual([
      [1, 'Laptop', 'pending'],
      [2, 'Laptop', 'pending'],
      [3, 'Laptop', 'pending'],
      [4, 'Tablet', 'pending'],
    ]);
    for (let count = 0; count < 25; count += 1) await rig.actions.redoLast();
    rig.expectTable();
    expect(rig.shown.map(({ version, ...rest }) => rest)).toEqual(end);
  });

  it('[OPT-21] something new ends what could be done again', async () => {
    await rig.actions.setStatus([rig.order(1)], 'shipped');
    await rig.actions.undoLast();
    await rig.actions.setStatus([rig.order(2)], 'shipped');
    await rig.actions.redoLast();
    expect(rig.server.rows.get(1)).toMatchObject({ status: 'pending' });
    rig.expectTable();
  });

  it('[OPT-27] a key before the answer to the one before it means what is last once that is answered', async () => {
    await rig.actions.setStatus([rig.order(1)], 'shipped');
    await rig.actions.setStatus([rig.order(1)], 'delivered');
    await Promise.all([rig.actions.undoLast(), rig.actions.redoLast()]);
    expect(rig.order(1)).toMatchObject({ status: 'delivered' });
    await Promise.all([rig.actions.undoLast(), rig.actions.redoLast(), rig.actions.undoLast()]);
    expect(rig.order(1)).toMatchObject({ status: 'shipped' });
    rig.expectTable();
  });

  it('[OPT-22] says what could not be taken back and leaves it as it is', async () => {
    await rig.actions.setStatus(rig.shown, 'shipped');
    rig.server.foreign(1, { status: 'delivered' });
    await rig.actions.undoLast();
    expect(rig.news.at(-1)).toMatchObject({
      kind: 'undone',
      report: { conflicts: [{ id: 1, status: 'delivered' }], restored: [{ id: 2 }, { id: 3 }] },
    });
    rig.expectTable();
    expect(rig.shown.map(({ status }) => status)).toEqual(['delivered', 'pending', 'pending']);
  });

  it('[OPT-23] can be tried again when there was no connection', async () => {
    await rig.actions.setStatus([rig.order(1)], 'shipped');
    rig.server.instead = { kind: 'unsent' };
    await rig.actions.undoLast();
    expect(rig.order(1)).toMatchObject({ status: 'shipped' });
    rig.server.instead = null;
    await rig.actions.undoLast();
    rig.expectTable();
    expect(rig.order(1)).toMatchObject({ status: 'pending' });
  });

  it('[OPT-24] waits for the answer of what it takes back', async () => {
    rig.server.holds = true;
    const shipped = rig.actions.setStatus([rig.order(1)], 'shipped');
    const undone = rig.actions.undoLast();
    await eventually('the command is out', () => rig.server.held.length === 1);
    rig.server.holds = false;
    rig.server.release();
    await Promise.all([shipped, undone]);
    rig.expectTable();
    expect(rig.order(1)).toMatchObject({ status: 'pending', version: 3 });
  });

  it('[OPT-25] an offer takes back just what it belongs to, once', async () => {
    await rig.actions.setStatus([rig.order(1)], 'shipped');
    await rig.actions.setStatus([rig.order(2)], 'shipped');
    const [first] = rig.news;
    if (first?.kind !== 'status') throw new Error('Nothing was told');
    first.undo();
    first.undo();
    await eventually('it was taken back', () => rig.news.length === 3);
    expect(rig.shown.map(({ status }) => status)).toEqual(['pending', 'shipped', 'pending']);
    await rig.actions.undoLast();
    expect(rig.shown.map(({ status }) => status)).toEqual(['pending', 'pending', 'pending']);
    rig.expectTable();
  });

  it('[OPT-26] takes back a line of the history, whoever wrote it, shown at once', async () => {
    rig.server.foreign(1, { product_name: 'Phone', status: 'shipped' });
    rig.feed();
    const [change] = rig.server.changes;
    if (change === undefined) throw new Error('Nothing was written');
    rig.server.holds = true;
    const done = rig.actions.undo([undoRefOf(change)]);
    expect(rig.order(1)).toMatchObject({ product_name: 'Laptop', status: 'pending' });
    await eventually('the command is out', () => rig.server.held.length === 1);
    rig.server.holds = false;
    rig.server.release();
    expect(await done).toMatchObject({ restored: [{ id: 1, version: 3 }] });
    rig.expectTable();
    await rig.actions.undoLast();
    expect(rig.order(1)).toMatchObject({ product_name: 'Phone', status: 'shipped' });
    rig.expectTable();
  });
});

describe('somebody else is there now', () => {
  it('[DOOR-14] what was done before, or was under way, is not theirs to take back or to do again', async () => {
    await rig.actions.setStatus(rig.shown, 'shipped');
    await rig.actions.undoLast();
    rig.server.holds = true;
    const order = rig.order(1);
    const edited = rig.actions.update(order, { product_name: 'Tablet' });
    await eventually('the command is out', () => rig.server.held.length === 1);
    rig.actions.forget();
    rig.server.holds = false;
    rig.server.release();
    await edited;
    const { length } = rig.server.commands;
    await rig.actions.undoLast();
    await rig.actions.redoLast();
    expect(rig.server.commands).toHaveLength(length);
    rig.expectTable();
  });

  it('[DOOR-14] neither is what was being taken back when they came', async () => {
    await rig.actions.setStatus(rig.shown, 'shipped');
    rig.server.holds = true;
    const undone = rig.actions.undoLast();
    await eventually('the command is out', () => rig.server.held.length === 1);
    rig.actions.forget();
    rig.server.holds = false;
    rig.server.release();
    await undone;
    const { length } = rig.server.commands;
    await rig.actions.redoLast();
    await rig.actions.undoLast();
    expect(rig.server.commands).toHaveLength(length);
  });

  it('[DOOR-14] and what was left of a great many is not sent in their name', async () => {
    rig = new Rig(MAX_BULK_ORDERS + 2);
    rig.server.holds = true;
    const shipped = rig.actions.setStatus(rig.shown, 'shipped');
    await eventually('the first part is out', () => rig.server.held.length === 1);
    rig.actions.forget();
    rig.server.holds = false;
    rig.server.release();
    expect((await shipped).done).toHaveLength(MAX_BULK_ORDERS);
    expect(rig.server.commands).toHaveLength(1);
    rig.expectTable();
  });
});
