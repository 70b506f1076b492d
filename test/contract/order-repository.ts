import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OrderRepository } from '../../src-main/commands/order-repository.ts';
import type { NewOrder, Order } from '../../src-shared/order.ts';
import { ORDER_SORTS } from '../../src-shared/rest-api.ts';

export interface RepositoryUnderTest {
  readonly orders: OrderRepository;
  readonly release: () => Promise<void>;
}

const ACTOR = 'console@127.0.0.1';
const KEY = '01234567-89ab-4cde-8f01-23456789abcd';
const ISO_UTC = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/** What REST and the commands rely on; every implementation of the port runs this suite. */
export function describeOrderRepository(name: string, open: () => Promise<RepositoryUnderTest>): void {
  describe(`OrderRepository: ${name}`, () => {
    let opened: RepositoryUnderTest;
    let orders: OrderRepository;

    beforeEach(async () => {
      opened = await open();
      orders = opened.orders;
    });
    afterEach(() => opened.release());

    const create = (order: Partial<NewOrder> = {}) =>
      orders.create({ customer_name: 'Ada', product_name: 'Laptop', ...order }, ACTOR);

    const seed = async (count: number) => {
      const created: Order[] = [];
      for (let i = 0; i < count; i++) created.push(await create({ customer_name: `Customer ${i}` }));
      return created;
    };

    it('[REPO-1] creates an order as given, pending unless said otherwise, at version 1, with UTC times', async () => {
      const plain = await create();
      expect(plain).toMatchObject({ customer_name: 'Ada', product_name: 'Laptop', status: 'pending', version: 1 });
      expect(plain.created_at).toMatch(ISO_UTC);
      expect(plain.updated_at).toMatch(ISO_UTC);
      expect((await create({ status: 'shipped' })).status).toBe('shipped');
      expect(await orders.get(plain.id)).toEqual(plain);
    });

    it('[REPO-2] stores emoji, quotes, backslashes and blanks at the ends as given', async () => {
      const text = ` O'Brien "the 😀" \\ %_; DROP TABLE orders; -- é漢\u{1F468}\u200D\u{1F469} `;
      const order = await create({ customer_name: text, product_name: '😀'.repeat(255) });
      expect(order).toMatchObject({ customer_name: text, product_name: '😀'.repeat(255) });
      expect(await orders.get(order.id)).toEqual(order);
    });

    it('[REPO-3] answers null, not-found and empty lists for what does not exist', async () => {
      expect(await orders.get(987_654)).toBeNull();
      expect(await orders.get(Number.MAX_SAFE_INTEGER)).toBeNull();
      expect(await orders.update({ id: 987_654 }, { status: 'shipped' }, ACTOR)).toEqual({ kind: 'not-found' });
      expect(await orders.delete({ id: 987_654, expectedVersion: 1 }, ACTOR)).toEqual({ kind: 'not-found' });
      expect(await orders.page({ limit: 10 })).toEqual({ orders: [], nextCursor: null });
      expect((await orders.history(987_654, 10)).changes).toEqual([]);
    });

    it('[REPO-4] changes only the fields that are given and raises the version', async () => {
      const before = await create();
      const outcome = await orders.update({ id: before.id, expectedVersion: 1 }, { status: 'shipped' }, ACTOR);
      expect(outcome).toMatchObject({
        kind: 'written',
        order: { ...before, status: 'shipped', version: 2, updated_at: expect.stringMatching(ISO_UTC) },
      });
      const again = await orders.update({ id: before.id }, { product_name: 'Phone' }, ACTOR);
      expect(again).toMatchObject({ kind: 'written', order: { product_name: 'Phone', status: 'shipped', version: 3 } });
    });

    it('[REPO-5] writes nothing when the version is not the expected one', async () => {
      const order = await create();
      const current = { kind: 'conflict', current: order };
      expect(await orders.update({ id: order.id, expectedVersion: 7 }, { status: 'shipped' }, ACTOR)).toEqual(current);
      expect(await orders.delete({ id: order.id, expectedVersion: 0 }, ACTOR)).toEqual(current);
      expect(await orders.get(order.id)).toEqual(order);
    });

    it('[REPO-6] of two writers who saw the same version exactly one succeeds', async () => {
      const { id } = await create();
      const writes = ['Ada', 'Bob', 'Eve', 'Joe'].map((customer_name) =>
        orders.update({ id, expectedVersion: 1 }, { customer_name }, ACTOR),
      );
      const kinds = (await Promise.all(writes)).map((outcome) => outcome.kind);
      expect(kinds.sort()).toEqual(['conflict', 'conflict', 'conflict', 'written']);
      expect((await orders.get(id))?.version).toBe(2);
    });

    it('[REPO-7] deletes and hands back the row as it was', async () => {
      const order = await create();
      expect(await orders.delete({ id: order.id, expectedVersion: 1 }, ACTOR)).toEqual({ kind: 'written', order });
      expect(await orders.get(order.id)).toBeNull();
      expect(await orders.delete({ id: order.id }, ACTOR)).toEqual({ kind: 'not-found' });
    });

    it('[REPO-8] sets the status of many orders and says what became of each', async () => {
      const [first, second, third] = await seed(3);
      if (!first || !second || !third) throw new Error('three orders expected');
      const targets = [{ id: first.id }, { id: second.id, expectedVersion: 9 }, { id: third.id, expectedVersion: 1 }];
      const outcome = await orders.setStatus([...targets, { id: 987_654 }], 'delivered', ACTOR);
      expect(outcome.updated.map(({ id, status, version }) => ({ id, status, version }))).toEqual([
        { id: first.id, status: 'delivered', version: 2 },
        { id: third.id, status: 'delivered', version: 2 },
      ]);
      expect(outcome.conflicts).toEqual([second]);
      expect(outcome.notFound).toEqual([987_654]);
      expect(await orders.get(second.id)).toEqual(second);
    });

    const batchOf = (count: number): NewOrder[] =>
      Array.from({ length: count }, (_, index) => ({ customer_name: `Batch ${index}`, product_name: 'Laptop' }));

    it('[BATCH-1] creates a batch as given, in its sequence, and its changes carry the actor', async () => {
      const wanted: NewOrder[] = [
        ...batchOf(2),
        { customer_name: "O'Brien 😀", product_name: 'P', status: 'delivered' },
      ];
      const outcome = await orders.createMany(KEY, wanted, ACTOR);
      if (outcome.kind !== 'created') throw new Error('created expected');
      expect(outcome.repeated).toBe(false);
      const rows = await Promise.all(outcome.orders.map(({ id }) => orders.get(id)));
      expect(rows).toMatchObject(wanted.map((order) => ({ status: 'pending', version: 1, ...order })));
      expect(outcome.orders).toEqual(rows.map((row) => ({ id: row?.id, version: 1 })));
      for (const { id } of outcome.orders) {
        expect((await orders.history(id, 2)).changes).toMatchObject([{ type: 'INSERT', actor: ACTOR }]);
      }
    });

    it('[BATCH-2] a key sent again creates nothing and answers the same orders; with other orders it is refused', async () => {
      const first = await orders.createMany(KEY, batchOf(3), ACTOR);
      if (first.kind !== 'created') throw new Error('created expected');
      const id = first.orders[0]?.id ?? 0;
      await orders.update({ id }, { status: 'shipped' }, ACTOR);
      expect(await orders.createMany(KEY, batchOf(3), ACTOR)).toEqual({ ...first, repeated: true });
      expect(await orders.createMany(KEY, batchOf(4), ACTOR)).toEqual({ kind: 'other-content' });
      expect((await orders.page({ limit: 10 })).orders).toHaveLength(3);
      const other = await orders.createMany(KEY.replace('0', '1'), batchOf(3), ACTOR);
      expect(other).toMatchObject({ kind: 'created', repeated: false });
    });

    it('[BATCH-3] of several senders of one batch exactly one creates it, and all are told the same orders', async () => {
      const outcomes = await Promise.all([1, 2, 3, 4].map(() => orders.createMany(KEY, batchOf(50), ACTOR)));
      const repeated = outcomes.map((outcome) => outcome.kind === 'created' && outcome.repeated);
      expect(repeated.sort()).toEqual([false, true, true, true]);
      const ids = outcomes.map((outcome) => (outcome.kind === 'created' ? outcome.orders.map(({ id }) => id) : []));
      for (const one of ids) expect(one).toEqual(ids[0]);
      expect((await orders.page({ limit: 1_000 })).orders).toHaveLength(50);
    });

    it('[BATCH-4] batches and single orders created at the same time are not mixed up', async () => {
      const keys = ['a', 'b', 'c', 'd'].map((letter) => KEY.replace('0', letter));
      const wanted = keys.map((key) => batchOf(120).map((order) => ({ ...order, product_name: key })));
      const singles = Promise.all(Array.from({ length: 60 }, () => create({ product_name: 'single' })));
      const outcomes = await Promise.all(keys.map((key, index) => orders.createMany(key, wanted[index] ?? [], ACTOR)));
      await singles;
      for (const [index, outcome] of outcomes.entries()) {
        if (outcome.kind !== 'created') throw new Error('created expected');
        const rows = await Promise.all(outcome.orders.map(({ id }) => orders.get(id)));
        expect(rows).toMatchObject(wanted[index] ?? []);
      }
    });

    it('[BATCH-5] deletes many orders and says what became of each', async () => {
      const [first, second, third, fourth] = await seed(4);
      if (!first || !second || !third || !fourth) throw new Error('four orders expected');
      const targets = [{ id: third.id, expectedVersion: 1 }, { id: second.id, expectedVersion: 9 }, { id: first.id }];
      const outcome = await orders.deleteMany([...targets, { id: 987_654 }], ACTOR);
      expect({ ...outcome, deleted: outcome.deleted.map(({ id }) => id).sort((a, b) => a - b) }).toEqual({
        updated: [],
        deleted: [first.id, third.id],
        conflicts: [second],
        notFound: [987_654],
      });
      expect((await orders.page({ limit: 10 })).orders).toEqual([second, fourth]);
      expect((await orders.history(first.id, 1)).changes).toMatchObject([{ type: 'DELETE', actor: ACTOR }]);
    });

    it.each(ORDER_SORTS)('[REPO-9] walks through pages sorted by %s without loss or repetition', async (sort) => {
      const created = await seed(7);
      const seen: number[] = [];
      let cursor: string | null = null;
      do {
        const page = await orders.page({ limit: 3, sort, ...(cursor === null ? {} : { cursor }) });
        expect(page.orders.length).toBeLessThanOrEqual(3);
        seen.push(...page.orders.map((order) => order.id));
        cursor = page.nextCursor;
      } while (cursor !== null);
      const ids = created.map((order) => order.id);
      expect(seen).toEqual(sort.startsWith('-') ? ids.reverse() : ids);
    });

    it('[REPO-10] has no further page when the last one is exactly full', async () => {
      await seed(4);
      const { orders: rows, nextCursor } = await orders.page({ limit: 4 });
      expect(rows).toHaveLength(4);
      expect(nextCursor).toBeNull();
    });

    it.each(['x', '', 'id:', '!!!', '\u0000', 'eyJ9', "' OR 1=1 --", '9'.repeat(1_000)])(
      '[REPO-11] refuses the cursor %j and names it',
      async (cursor) => {
        await seed(2);
        await expect(orders.page({ limit: 1, cursor })).rejects.toMatchObject({
          problem: { code: 'invalid-request', errors: [{ field: 'cursor' }] },
        });
      },
    );

    it('[REPO-12] refuses a cursor that belongs to another sort', async () => {
      await seed(3);
      const { nextCursor } = await orders.page({ limit: 1, sort: 'id' });
      await expect(orders.page({ limit: 1, sort: '-updated_at', cursor: nextCursor ?? '' })).rejects.toMatchObject({
        problem: { code: 'invalid-request' },
      });
    });

    it('[REPO-13] filters by status and searches names and the id; wildcards of LIKE are plain characters', async () => {
      const percent = await create({ customer_name: '100% Wool_Ltd', product_name: 'back\\slash' });
      const other = await create({ customer_name: '100 Wool Ltd', status: 'shipped' });
      const idsOf = async (query: { status?: Order['status']; q?: string }) =>
        (await orders.page({ limit: 10, ...query })).orders.map((order) => order.id);
      expect(await idsOf({ status: 'shipped' })).toEqual([other.id]);
      expect(await idsOf({ q: '0% w' })).toEqual([percent.id]);
      expect(await idsOf({ q: 'l_L' })).toEqual([percent.id]);
      expect(await idsOf({ q: '\\' })).toEqual([percent.id]);
      expect(await idsOf({ q: 'LAPTOP' })).toEqual([other.id]);
      expect(await idsOf({ q: 'wool', status: 'pending' })).toEqual([percent.id]);
      expect(await idsOf({ q: "'" })).toEqual([]);
      expect(await idsOf({ q: String(other.id) })).toContain(other.id);
    });

    it('[REPO-14] streams every matching order once, in the order asked for', async () => {
      const created = await seed(5);
      const idsOf = async (query: Parameters<OrderRepository['stream']>[0]) => {
        const ids: number[] = [];
        for await (const chunk of orders.stream(query)) ids.push(...chunk.map((order) => order.id));
        return ids;
      };
      const ids = created.map((order) => order.id);
      expect(await idsOf({})).toEqual(ids);
      expect(await idsOf({ sort: '-id' })).toEqual([...ids].reverse());
      expect(await idsOf({ q: 'customer 3' })).toEqual([ids[3]]);
      expect(await idsOf({ status: 'delivered' })).toEqual([]);
    });

    it('[REPO-15] a stream that is left early gives back what it holds', async () => {
      await seed(3);
      for (let round = 0; round < 30; round++) {
        for await (const _chunk of orders.stream({})) break;
      }
      expect(await orders.page({ limit: 1 })).toMatchObject({ orders: [{ customer_name: 'Customer 0' }] });
    });

    it('[REPO-16] tells the history of an order, newest first, with the actor and the former values', async () => {
      const created = await create();
      const updated = await orders.update({ id: created.id }, { status: 'shipped' }, 'someone else');
      await orders.delete({ id: created.id }, ACTOR);
      const { changes, complete } = await orders.history(created.id, 10);
      expect(complete).toBe(true);
      expect(changes.map(({ type, actor }) => ({ type, actor }))).toEqual([
        { type: 'DELETE', actor: ACTOR },
        { type: 'UPDATE', actor: 'someone else' },
        { type: 'INSERT', actor: ACTOR },
      ]);
      expect(changes[1]).toMatchObject({
        order: updated.kind === 'written' ? updated.order : {},
        previous: { status: 'pending' },
      });
      expect((await orders.history(created.id, 1)).changes).toEqual(changes.slice(0, 1));
    });
  });
}
