import { describe, expect, it } from 'vitest';
import type { CommandOutcome } from '../../src-renderer/connection/pending-commands.ts';
import type { CommandSender } from '../../src-renderer/ui/command-sender.ts';
import { deleteOrders, setStatusOf, undoStatus } from '../../src-renderer/views/orders/bulk-actions.ts';
import type { Command } from '../../src-shared/command.ts';
import { problemOf } from '../../src-shared/problem.ts';
import { anOrder } from '../support/orders.ts';

/** Answers each command as the test says, and remembers it. */
class Sender implements CommandSender {
  readonly commands: Command[] = [];

  constructor(private readonly answer: (command: Command) => CommandOutcome) {}

  async execute(command: Command): Promise<CommandOutcome> {
    this.commands.push(command);
    return this.answer(command);
  }
}

const obedient = (): Sender =>
  new Sender((command) => {
    if (command.type !== 'set-status') return { kind: 'unsent' };
    const updated = command.orders.map(({ id, expectedVersion = 0 }) =>
      anOrder({ id, version: expectedVersion + 1, status: command.status }),
    );
    return { kind: 'bulk', outcome: { updated, conflicts: [], notFound: [] } };
  });

describe('many orders', () => {
  it('[BULK-1] are changed with the versions the person saw, in commands the server takes', async () => {
    const sender = obedient();
    const orders = Array.from({ length: 2_400 }, (_, index) => anOrder({ id: index + 1, version: 7 }));
    const report = await setStatusOf(sender, orders, 'shipped');
    expect(report.done).toHaveLength(2_400);
    const sizes = sender.commands.map((command) => (command.type === 'set-status' ? command.orders.length : 0));
    expect(sizes).toEqual([1_000, 1_000, 400]);
    expect(sender.commands[0]).toMatchObject({ orders: expect.arrayContaining([{ id: 1, expectedVersion: 7 }]) });
  });

  it('[BULK-2] report conflicts, missing ones and failures apart', async () => {
    const sender = new Sender(() => ({
      kind: 'bulk',
      outcome: { updated: [anOrder({ id: 1 })], conflicts: [anOrder({ id: 2 })], notFound: [3] },
    }));
    const orders = [anOrder({ id: 1 }), anOrder({ id: 2 }), anOrder({ id: 3 })];
    expect(await setStatusOf(sender, orders, 'shipped')).toMatchObject({ conflicts: 1, notFound: 1, failed: 0 });
    const away = new Sender(() => ({ kind: 'unsent' }));
    const report = await setStatusOf(away, orders, 'shipped');
    expect(report).toMatchObject({ failed: 3, done: [] });
    expect(report.reason).toContain('no connection');
  });

  it('[BULK-3] go back to the status each had, with the versions the change gave them', async () => {
    const sender = obedient();
    const done = [anOrder({ id: 1, version: 8 }), anOrder({ id: 2, version: 3 })];
    const report = await undoStatus(
      sender,
      done,
      new Map([
        [1, 'pending'],
        [2, 'delivered'],
      ]),
    );
    expect(report.done).toHaveLength(2);
    expect(sender.commands).toEqual([
      { type: 'set-status', status: 'pending', orders: [{ id: 1, expectedVersion: 8 }] },
      { type: 'set-status', status: 'delivered', orders: [{ id: 2, expectedVersion: 3 }] },
    ]);
  });

  it('[BULK-4] are deleted one by one, and only the version the person saw', async () => {
    const sender = new Sender((command) => {
      if (command.type !== 'delete-order') return { kind: 'unsent' };
      if (command.id === 2) return { kind: 'problem', problem: problemOf('conflict', 'newer') };
      if (command.id === 3) return { kind: 'problem', problem: problemOf('not-found', 'gone') };
      return { kind: 'deleted', order: anOrder({ id: command.id }) };
    });
    const orders = Array.from({ length: 20 }, (_, index) => anOrder({ id: index + 1, version: 4 }));
    expect(await deleteOrders(sender, orders)).toMatchObject({ conflicts: 1, notFound: 1, failed: 0 });
    expect(sender.commands).toHaveLength(20);
    expect(sender.commands[0]).toEqual({ type: 'delete-order', id: 1, expectedVersion: 4 });
  });
});
