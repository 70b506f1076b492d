import { describe, expect, it } from 'vitest';
import { COMMAND_HANDLERS, createCommandDispatcher } from '../../src-main/commands/command-dispatcher.ts';
import type { Command } from '../../src-shared/command.ts';
import { commandSchema } from '../../src-shared/command.ts';
import { MemoryOrderRepository } from '../support/memory-order-repository.ts';
import { principal } from '../support/principal.ts';

const ADMIN = principal('ada', 'admin');

async function setUp() {
  const orders = new MemoryOrderRepository();
  const order = await orders.create({ customer_name: 'Ada', product_name: 'Laptop' }, 'setup');
  let commits = 0;
  const dispatcher = createCommandDispatcher({ orders, onCommitted: () => commits++ });
  return { orders, order, dispatcher, commits: () => commits };
}

const commandsFor = (id: number): Command[] => [
  { type: 'create-order', order: { customer_name: 'Bob', product_name: 'Phone' } },
  { type: 'update-order', id, changes: { status: 'shipped' } },
  { type: 'set-status', status: 'delivered', orders: [{ id }] },
  { type: 'undo', changes: [{ id, version: 3, change: 'UPDATE' }] },
  { type: 'delete-order', id },
  {
    type: 'create-orders',
    batchKey: '01234567-89ab-4cde-8f01-23456789abcd',
    orders: [{ customer_name: 'Eve', product_name: 'Tablet' }],
  },
  { type: 'delete-orders', orders: [{ id: id + 2 }] },
];

describe('CommandDispatcher', () => {
  it('[CMD-1] has a handler for every command of the contract and no other', () => {
    const types = commandSchema.options.map((option) => option.shape.type.value);
    expect(Object.keys(COMMAND_HANDLERS).sort()).toEqual([...types].sort());
  });

  it('[CMD-2] carries out each command for an admin, and announces each commit', async () => {
    const { dispatcher, order, commits } = await setUp();
    const kinds: string[] = [];
    for (const command of commandsFor(order.id)) kinds.push((await dispatcher.dispatch(command, ADMIN)).kind);
    expect(kinds).toEqual(['order', 'order', 'bulk', 'undone', 'deleted', 'created', 'bulk']);
    expect(commits()).toBe(7);
  });

  it('[CMD-3] permits a viewer nothing', async () => {
    const { dispatcher, orders, order, commits } = await setUp();
    for (const command of commandsFor(order.id)) {
      const result = await dispatcher.dispatch(command, principal('eve', 'viewer'));
      expect(result).toMatchObject({ kind: 'problem', problem: { code: 'forbidden', status: 403 } });
    }
    expect(await orders.page({ limit: 10 })).toMatchObject({ orders: [order] });
    expect(commits()).toBe(0);
  });

  it('[CMD-4] a conflict is a problem with the row as it is, and is not announced', async () => {
    const { dispatcher, order, commits } = await setUp();
    const command: Command = { type: 'update-order', id: order.id, expectedVersion: 9, changes: { status: 'shipped' } };
    const result = await dispatcher.dispatch(command, ADMIN);
    expect(result).toMatchObject({ kind: 'problem', problem: { code: 'conflict', current: order } });
    expect(commits()).toBe(0);
  });

  it('[CMD-5] an order that is gone is a problem; a bulk change that changed nothing is not announced', async () => {
    const { dispatcher, commits } = await setUp();
    const gone = await dispatcher.dispatch({ type: 'delete-order', id: 99 }, ADMIN);
    expect(gone).toMatchObject({ kind: 'problem', problem: { code: 'not-found' } });
    const bulk = await dispatcher.dispatch({ type: 'set-status', status: 'shipped', orders: [{ id: 99 }] }, ADMIN);
    expect(bulk).toEqual({ kind: 'bulk', outcome: { updated: [], deleted: [], conflicts: [], notFound: [99] } });
    expect(commits()).toBe(0);
  });

  it('[CMD-6] writes the principal into the log', async () => {
    const { dispatcher, orders, order } = await setUp();
    await dispatcher.dispatch({ type: 'update-order', id: order.id, changes: { status: 'shipped' } }, ADMIN);
    expect((await orders.history(order.id, 1)).changes).toMatchObject([{ actor: 'ada' }]);
  });

  it('[CMD-7] leaves what is no AppError to the edge', async () => {
    const { orders, dispatcher, commits } = await setUp();
    orders.create = () => Promise.reject(new TypeError('broken'));
    const command: Command = { type: 'create-order', order: { customer_name: 'Bob', product_name: 'Phone' } };
    await expect(dispatcher.dispatch(command, ADMIN)).rejects.toThrow(TypeError);
    expect(commits()).toBe(0);
  });
});
