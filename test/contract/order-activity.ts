import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OrderRepository } from '../../src-main/commands/order-repository.ts';
import type { ActivityQuery } from '../../src-shared/rest-api.ts';
import type { RepositoryUnderTest } from './order-repository.ts';

/** What happened to all orders, as every implementation of the port tells it. */
export function describeOrderActivity(name: string, open: () => Promise<RepositoryUnderTest>): void {
  describe(`Activity: ${name}`, () => {
    let opened: RepositoryUnderTest;
    let orders: OrderRepository;

    beforeEach(async () => {
      opened = await open();
      orders = opened.orders;
    });
    afterEach(() => opened.release());

    /** All pages, each line as type, order and actor. */
    async function walk(query: ActivityQuery = {}, limit = 2): Promise<string[]> {
      const lines: string[] = [];
      let before: string | undefined;
      do {
        const page = await orders.activity({ ...query, limit, ...(before === undefined ? {} : { before }) });
        expect(page.changes.length).toBeLessThanOrEqual(limit);
        lines.push(...page.changes.map(({ type, order, actor }) => `${type} ${order.customer_name} ${actor}`));
        before = page.next ?? undefined;
      } while (before !== undefined);
      return lines;
    }

    async function someLife() {
      const ada = await orders.create({ customer_name: 'Ada', product_name: 'Laptop' }, 'anna');
      const bob = await orders.create({ customer_name: 'Bob', product_name: 'Phone', status: 'shipped' }, 'anna');
      await orders.update({ id: ada.id }, { customer_name: 'Grace', status: 'delivered' }, 'ben');
      await orders.delete({ id: bob.id }, 'ben');
      await orders.create({ customer_name: '100%', product_name: 'Tablet' }, 'console@127.0.0.1');
      return { ada, bob };
    }

    it('[HIST-1] the changes of all orders are walked through newest first, without loss or repetition', async () => {
      expect(await orders.activity({ limit: 5 })).toEqual({ changes: [], next: null });
      await someLife();
      expect(await walk()).toEqual([
        'INSERT 100% console@127.0.0.1',
        'DELETE Bob ben',
        'UPDATE Grace ben',
        'INSERT Bob anna',
        'INSERT Ada anna',
      ]);
      const { changes, next } = await orders.activity({ limit: 10 });
      expect(changes).toHaveLength(5);
      expect(changes[2]).toMatchObject({ previous: { customer_name: 'Ada', status: 'pending' } });
      expect(next).toBeNull();
    });

    it('[HIST-2] they are filtered by kind, status and text: names, former names, the actor, the id', async () => {
      const { ada } = await someLife();
      expect(await walk({ type: 'INSERT' })).toHaveLength(3);
      expect(await walk({ status: 'delivered' })).toEqual(['UPDATE Grace ben']);
      expect(await walk({ status: 'shipped', type: 'DELETE' })).toEqual(['DELETE Bob ben']);
      expect(await walk({ q: 'ada' })).toEqual(['UPDATE Grace ben', 'INSERT Ada anna']);
      expect(await walk({ q: 'BEN' })).toEqual(['DELETE Bob ben', 'UPDATE Grace ben']);
      expect(await walk({ q: '0%' })).toEqual(['INSERT 100% console@127.0.0.1']);
      expect(await walk({ q: String(ada.id), type: 'UPDATE' })).toEqual(['UPDATE Grace ben']);
      expect(await walk({ q: 'nobody' })).toEqual([]);
    });

    it.each(['x', '', 'W10', '!!!', 'eyJ9', "' OR 1=1 --", '9'.repeat(1_000)])(
      '[HIST-3] refuses the cursor %j and names it',
      async (before) => {
        await expect(orders.activity({ limit: 1, before })).rejects.toMatchObject({
          problem: { code: 'invalid-request', errors: [{ field: 'before' }] },
        });
      },
    );
  });
}
