import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCommandDispatcher } from '../../src-main/commands/command-dispatcher.ts';
import type { OrderRepository } from '../../src-main/commands/order-repository.ts';
import type { ChangeType } from '../../src-shared/change-event.ts';
import type { Command, UndoOutcome } from '../../src-shared/command.ts';
import type { NewOrder, Order, OrderChanges } from '../../src-shared/order.ts';
import { principal } from '../support/principal.ts';
import type { RepositoryUnderTest } from './order-repository.ts';

const ACTOR = 'console@127.0.0.1';
const NOTHING: UndoOutcome = { restored: [], deleted: [], conflicts: [], gone: [], expired: [] };

/** Undo, as every implementation of the port does it. */
export function describeOrderUndo(name: string, open: () => Promise<RepositoryUnderTest>): void {
  describe(`Undo: ${name}`, () => {
    let opened: RepositoryUnderTest;
    let orders: OrderRepository;

    beforeEach(async () => {
      opened = await open();
      orders = opened.orders;
    });
    afterEach(() => opened.release());

    const create = (order: Partial<NewOrder> = {}) =>
      orders.create({ customer_name: 'Ada', product_name: 'Laptop', ...order }, ACTOR);
    const edit = async (id: number, changes: OrderChanges, actor = ACTOR): Promise<Order> => {
      const outcome = await orders.update({ id }, changes, actor);
      if (outcome.kind !== 'written') throw new Error(`the edit ended as ${outcome.kind}`);
      return outcome.order;
    };
    const undo = (order: Pick<Order, 'id' | 'version'>, change: ChangeType) =>
      orders.undo([{ id: order.id, version: order.version, change }], 'somebody');
    const typesOf = async (id: number) =>
      (await orders.history(id, 50)).changes.map(({ type, order, actor }) => `${type} ${order.version} ${actor}`);

    it('[UNDO-1] an edit is taken back field by field, and what others did to other fields stays', async () => {
      const { id } = await create();
      const shipped = await edit(id, { status: 'shipped', product_name: 'Phone' });
      await edit(id, { customer_name: 'Grace' }, 'someone else');
      const outcome = await undo(shipped, 'UPDATE');
      const expected = { id, status: 'pending', product_name: 'Laptop', customer_name: 'Grace', version: 4 };
      expect(outcome).toMatchObject({ ...NOTHING, restored: [expected] });
      expect(await orders.get(id)).toEqual(outcome.restored[0]);
      expect(await typesOf(id)).toEqual([
        'UPDATE 4 somebody',
        'UPDATE 3 someone else',
        `UPDATE 2 ${ACTOR}`,
        `INSERT 1 ${ACTOR}`,
      ]);
    });

    it('[UNDO-2] nothing is written where somebody changed one of the same fields since', async () => {
      const { id } = await create();
      const first = await edit(id, { status: 'shipped', product_name: 'Phone' });
      const now = await edit(id, { status: 'delivered' }, 'someone else');
      expect(await undo(first, 'UPDATE')).toEqual({ ...NOTHING, conflicts: [now] });
      expect(await orders.get(id)).toEqual(now);
      expect(await typesOf(id)).toHaveLength(3);
    });

    it('[UNDO-3] a deleted order comes back as it was, under its id and above its version; its whole life can be read', async () => {
      const created = await create({ customer_name: "O'Brien 😀", status: 'shipped' });
      const before = await edit(created.id, { product_name: 'Phone' });
      await orders.delete({ id: created.id }, ACTOR);
      const outcome = await undo(before, 'DELETE');
      const { updated_at: _, ...rest } = before;
      expect(outcome).toMatchObject({ ...NOTHING, restored: [{ ...rest, version: 3 }] });
      expect(await orders.get(created.id)).toEqual(outcome.restored[0]);
      const { complete } = await orders.history(created.id, 50);
      expect(complete).toBe(true);
      expect(await typesOf(created.id)).toEqual([
        'INSERT 3 somebody',
        `DELETE 2 ${ACTOR}`,
        `UPDATE 2 ${ACTOR}`,
        `INSERT 1 ${ACTOR}`,
      ]);
    });

    it('[UNDO-4] a creation is taken back while the order is as it was made, and not otherwise', async () => {
      const untouched = await create();
      const touched = await create();
      const now = await edit(touched.id, { status: 'shipped' });
      expect(await undo(untouched, 'INSERT')).toEqual({ ...NOTHING, deleted: [untouched] });
      expect(await orders.get(untouched.id)).toBeNull();
      expect(await undo(touched, 'INSERT')).toEqual({ ...NOTHING, conflicts: [now] });
      const [back] = (await undo(now, 'UPDATE')).restored;
      expect(await undo(touched, 'INSERT')).toEqual({ ...NOTHING, deleted: [back] });
    });

    it('[UNDO-5] an undo can be taken back, and that one too', async () => {
      const order = await create();
      const shipped = await edit(order.id, { status: 'shipped' });
      const back = (await undo(shipped, 'UPDATE')).restored[0] ?? order;
      const again = await undo(back, 'UPDATE');
      expect(again).toMatchObject({ ...NOTHING, restored: [{ status: 'shipped', version: 4 }] });
      await orders.delete({ id: order.id }, ACTOR);
      const returned = (await undo({ id: order.id, version: 4 }, 'DELETE')).restored[0] ?? order;
      expect(await undo(returned, 'INSERT')).toEqual({ ...NOTHING, deleted: [returned] });
      expect(await undo(returned, 'DELETE')).toMatchObject({ ...NOTHING, restored: [{ id: order.id, version: 6 }] });
    });

    it('[UNDO-6] what was deleted since is gone; so is a delete whose order is there again or lived on', async () => {
      const order = await create();
      const shipped = await edit(order.id, { status: 'shipped' });
      await orders.delete({ id: order.id }, ACTOR);
      const gone = { ...NOTHING, gone: [order.id] };
      expect(await undo(shipped, 'UPDATE')).toEqual(gone);
      expect(await undo(order, 'INSERT')).toEqual(gone);
      const [returned] = (await undo(shipped, 'DELETE')).restored;
      expect(await undo(shipped, 'DELETE')).toEqual(gone);
      await orders.delete({ id: order.id }, ACTOR);
      // The first life must not overwrite what the second one was.
      expect(await undo(shipped, 'DELETE')).toEqual(gone);
      expect(returned).toMatchObject({ id: order.id, version: 3 });
    });

    it('[UNDO-7] a change that nobody has heard of has expired', async () => {
      const order = await create();
      const expired = { ...NOTHING, expired: [order.id] };
      expect(await undo({ id: order.id, version: 7 }, 'UPDATE')).toEqual(expired);
      expect(await undo(order, 'DELETE')).toEqual(expired);
      expect(await undo({ id: 987_654, version: 1 }, 'DELETE')).toEqual({ ...NOTHING, expired: [987_654] });
      expect(await orders.get(order.id)).toEqual(order);
    });

    it('[UNDO-8] of a thousand changes each that can be is taken back, and each other one is named', async () => {
      const created: Order[] = [];
      for (let i = 0; i < 4; i++) created.push(await create({ customer_name: `Customer ${i}` }));
      const [first, second, third, fourth] = created.map(({ id }) => ({ id }));
      if (!first || !second || !third || !fourth) throw new Error('four orders expected');
      const { updated } = await orders.setStatus([fourth, first, third, second], 'delivered', ACTOR);
      await edit(second.id, { status: 'shipped' }, 'someone else');
      await edit(third.id, { customer_name: 'Grace' }, 'someone else');
      await orders.delete({ id: fourth.id }, ACTOR);
      const missing = Array.from({ length: 996 }, (_, i) => ({
        id: 500_000 + i,
        version: 2,
        change: 'UPDATE' as const,
      }));
      const targets = updated.map(({ id, version }) => ({ id, version, change: 'UPDATE' as const }));
      const outcome = await orders.undo([...missing, ...targets], 'somebody');
      expect(outcome.restored.map(({ id, status, customer_name }) => ({ id, status, customer_name }))).toEqual([
        { ...first, status: 'pending', customer_name: 'Customer 0' },
        { ...third, status: 'pending', customer_name: 'Grace' },
      ]);
      expect(outcome.conflicts).toMatchObject([{ ...second, status: 'shipped' }]);
      expect(outcome.gone).toEqual([fourth.id]);
      expect(outcome.expired).toHaveLength(996);
    });

    it('[UNDO-9] of two who take the same back at once exactly one does', async () => {
      const order = await create();
      const shipped = await edit(order.id, { status: 'shipped' });
      const edits = await Promise.all([undo(shipped, 'UPDATE'), undo(shipped, 'UPDATE'), undo(shipped, 'UPDATE')]);
      expect(edits.map(({ restored, conflicts }) => [restored.length, conflicts.length]).sort()).toEqual([
        [0, 1],
        [0, 1],
        [1, 0],
      ]);
      await orders.delete({ id: order.id }, ACTOR);
      const last = { id: order.id, version: 3 };
      const deletes = await Promise.all([undo(last, 'DELETE'), undo(last, 'DELETE'), undo(last, 'DELETE')]);
      expect(deletes.map(({ restored, gone }) => [restored.length, gone.length]).sort()).toEqual([
        [0, 1],
        [0, 1],
        [1, 0],
      ]);
      expect(await orders.get(order.id)).toMatchObject({ version: 4, status: 'pending' });
    });

    it('[AUTH-14] an operator takes back what they did, and any change of a status, and nothing else', async () => {
      const dispatcher = createCommandDispatcher({ orders, onCommitted: () => undefined });
      const order = await create();
      const renamed = await edit(order.id, { product_name: 'Phone' });
      const both = await edit(order.id, { product_name: 'Tablet', status: 'shipped' });
      const shipped = await edit(order.id, { status: 'delivered' });
      const own = await orders.create({ customer_name: 'Eve', product_name: 'Mouse' }, 'Eve');
      const deleted = await create();
      await orders.delete({ id: deleted.id }, ACTOR);
      const take = async ({ id, version }: Order, change: ChangeType) => {
        const command: Command = { type: 'undo', changes: [{ id, version, change }] };
        const result = await dispatcher.dispatch(command, principal('Eve', 'operator'));
        return result.kind === 'problem' ? result.problem.code : result.kind;
      };
      const before = await orders.get(order.id);
      for (const [row, change] of [
        [order, 'INSERT'],
        [renamed, 'UPDATE'],
        [both, 'UPDATE'],
        [deleted, 'DELETE'],
      ] as const) {
        expect(await take(row, change)).toBe('forbidden');
      }
      expect(await orders.get(order.id)).toEqual(before);
      expect(await orders.get(deleted.id)).toBe(null);
      expect(await take(shipped, 'UPDATE')).toBe('undone');
      expect(await take(own, 'INSERT')).toBe('undone');
      expect(await orders.get(own.id)).toBe(null);
      expect(await orders.get(order.id)).toMatchObject({ status: 'shipped', product_name: 'Tablet' });
    });
  });
}
