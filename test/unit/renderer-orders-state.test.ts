import { describe, expect, it, vi } from 'vitest';
import { MessageBatcher } from '../../src-renderer/store/message-batcher.ts';
import type { NextFrame } from '../../src-renderer/store/next-frame.ts';
import { OrderMap } from '../../src-renderer/store/order-map.ts';
import { applyChanges, applyMessage, emptyOrders, type OrdersState } from '../../src-renderer/store/orders-state.ts';
import { createConsoleStore, type ReceivedMessage, reduceMessages } from '../../src-renderer/store/store.ts';
import { NaturalOrder } from '../../src-renderer/views/orders/natural-order.ts';
import type { ChangeEvent } from '../../src-shared/change-event.ts';
import { ORDER_STATUSES, type Order } from '../../src-shared/order.ts';
import type { ServerMessage } from '../../src-shared/server-message.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { anOrder, deleted, inserted, updated } from '../support/orders.ts';
import { seededRandom, testSeed } from '../support/random.ts';

function rows(state: OrdersState): Order[] {
  return [...state.orders.values()].sort((a, b) => a.id - b.id);
}

function stateOf(...orders: Order[]): OrdersState {
  return snapshot(orders).reduce(applyMessage, emptyOrders);
}

function snapshot(orders: readonly Order[]): ServerMessage[] {
  return [
    { type: 'snapshot-begin', reason: 'first-connect', total: orders.length },
    { type: 'snapshot-chunk', orders: orders.slice(0, 2) },
    { type: 'snapshot-chunk', orders: orders.slice(2) },
    { type: 'snapshot-end', token: 't' },
  ];
}

const first = anOrder({ id: 1, version: 3 });
const seed = testSeed();

describe('applyChanges', () => {
  it('[STORE-1] takes an insert and an update that is newer', () => {
    const state = applyChanges(stateOf(first), [
      inserted(anOrder({ id: 2 })),
      updated(anOrder({ id: 1, version: 4, status: 'shipped' })),
    ]);
    expect(rows(state)).toEqual([anOrder({ id: 1, version: 4, status: 'shipped' }), anOrder({ id: 2 })]);
  });

  it('[STORE-2] ignores an insert or update of a version it already has, and of an older one', () => {
    const before = stateOf(first);
    const again = anOrder({ id: 1, version: 3, status: 'delivered' });
    const older = anOrder({ id: 1, version: 2, status: 'delivered' });
    for (const change of [inserted(again), updated(again), inserted(older), updated(older)]) {
      expect(applyChanges(before, [change])).toBe(before);
    }
  });

  it('[STORE-3] ignores a delete of an older version than it has, and takes one of the same or a newer one', () => {
    const before = stateOf(first);
    expect(applyChanges(before, [deleted(anOrder({ id: 1, version: 2 }))])).toBe(before);
    expect(rows(applyChanges(before, [deleted(anOrder({ id: 1, version: 3 }))]))).toEqual([]);
    expect(rows(applyChanges(before, [deleted(anOrder({ id: 1, version: 4 }))]))).toEqual([]);
    expect(applyChanges(before, [deleted(anOrder({ id: 9 }))])).toBe(before);
  });

  it('[STORE-4] takes an order that is deleted and inserted again with a lower version', () => {
    const again = anOrder({ id: 1, version: 1, customer_name: 'Again' });
    const changes = [deleted(first), inserted(again)];
    expect(rows(applyChanges(stateOf(first), changes))).toEqual([again]);
    expect(rows(changes.reduce((state, change) => applyChanges(state, [change]), stateOf(first)))).toEqual([again]);
  });

  it('[STORE-5] keeps the counts equal to the rows', () => {
    const state = applyChanges(stateOf(first, anOrder({ id: 2 })), [
      updated(anOrder({ id: 1, version: 4, status: 'shipped' })),
      inserted(anOrder({ id: 3, status: 'delivered' })),
      deleted(anOrder({ id: 2 })),
    ]);
    expect(state.counts).toEqual({ pending: 0, shipped: 1, delivered: 1 });
  });

  it('[STORE-6] never changes a picture that was handed out', () => {
    const before = stateOf(first);
    applyChanges(before, [deleted(first), inserted(anOrder({ id: 2 }))]);
    expect(rows(before)).toEqual([first]);
    expect(before.counts.pending).toBe(1);
  });
});

describe('snapshots', () => {
  it('[STORE-10] are shown only when they are complete, then all at once', () => {
    const messages = snapshot([anOrder({ id: 5 }), anOrder({ id: 6 }), anOrder({ id: 7 })]);
    const end = messages.at(-1);
    const almost = messages.slice(0, -1).reduce(applyMessage, stateOf(first));
    expect(rows(almost)).toEqual([first]);
    if (end === undefined) throw new Error('no end');
    const state = applyMessage(almost, end);
    expect(rows(state).map(({ id }) => id)).toEqual([5, 6, 7]);
    expect(state.counts).toEqual({ pending: 3, shipped: 0, delivered: 0 });
    expect(state.complete).toBe(true);
  });

  it('[STORE-11] replace rows of higher versions too: the table may have been restored', () => {
    const state = snapshot([anOrder({ id: 1, version: 1 })]).reduce(applyMessage, stateOf(first));
    expect(rows(state)).toEqual([anOrder({ id: 1, version: 1 })]);
  });

  it('[STORE-12] lose no change that arrives while they are under way', () => {
    const newer = anOrder({ id: 5, version: 2, status: 'shipped' });
    const [begin, ...rest] = snapshot([anOrder({ id: 5 }), anOrder({ id: 6 })]);
    if (begin === undefined) throw new Error('no begin');
    const between: ServerMessage = {
      type: 'changes',
      changes: [updated(newer), inserted(anOrder({ id: 8 }))],
      token: 'x',
    };
    const state = [begin, between, ...rest].reduce(applyMessage, stateOf(first));
    expect(rows(state)).toEqual([newer, anOrder({ id: 6 }), anOrder({ id: 8 })]);
  });

  it('[STORE-13] that break off are forgotten, and what was shown stays', () => {
    const [begin, chunk] = snapshot([anOrder({ id: 5 })]);
    if (begin === undefined || chunk === undefined) throw new Error('no snapshot');
    const welcome: ServerMessage = {
      type: 'welcome',
      protocol: 'orderdeck.v1',
      serverId: 's',
      serverVersion: '1',
      recovered: true,
      heartbeatMs: 2_000,
    };
    const state = [begin, chunk, welcome].reduce(applyMessage, stateOf(first));
    expect(state.incoming).toBeNull();
    expect(rows(state)).toEqual([first]);
    expect(applyMessage(state, { type: 'snapshot-end', token: 't' })).toBe(state);
  });
});

/** A table with its log, written to at random: some ids are deleted and inserted again. */
function randomHistory(random: () => number, writes: number): { table: Map<number, Order>; log: ChangeEvent[] } {
  const table = new Map<number, Order>();
  const log: ChangeEvent[] = [];
  for (let write = 0; write < writes; write += 1) {
    const id = 1 + Math.floor(random() * 300);
    const status = ORDER_STATUSES[Math.floor(random() * 3)] ?? 'pending';
    const order = table.get(id);
    if (order === undefined) {
      const made = anOrder({ id, status, version: 1, customer_name: `write ${write}` });
      table.set(id, made);
      log.push(inserted(made));
    } else if (random() < 0.15) {
      table.delete(id);
      log.push(deleted(order));
    } else {
      const next = { ...order, status, version: order.version + 1, customer_name: `write ${write}` };
      table.set(id, next);
      log.push(updated(next, order));
    }
  }
  return { table, log };
}

describe('batches', () => {
  const state = createConsoleStore({ kind: 'connecting', transport: 'websocket' }).getState();

  it('[STORE-14] of messages lead to the picture the messages lead to one by one', () => {
    const messages: ServerMessage[] = [
      { type: 'changes', changes: [inserted(anOrder({ id: 9 }))], token: '0' },
      ...snapshot([first, anOrder({ id: 2 })]),
      { type: 'changes', changes: [updated(anOrder({ id: 1, version: 4 }))], token: 'a' },
      { type: 'heartbeat', dataAgeMs: 5 },
      { type: 'changes', changes: [deleted(anOrder({ id: 2 }))], token: 'b' },
      { type: 'changes', changes: [inserted(anOrder({ id: 2, customer_name: 'Again' }))], token: 'c' },
    ];
    const batch = reduceMessages(
      state,
      messages.map((message) => ({ message, at: 0 })),
    );
    expect(rows(batch.picture)).toEqual(rows(messages.reduce(applyMessage, emptyOrders)));
    expect(batch.dataAsOf).toBe(-5);
  });

  it('[STORE-15] are told with the next frame after a quiet time, then at most every 50 ms, and less often where that takes long', () => {
    const clock = new FakeClock();
    const batches: number[] = [];
    let takesMs = 0;
    const batcher = new MessageBatcher(clock, frameOf(clock), 50, (received) => {
      batches.push(received.length);
      clock.advance(takesMs);
    });
    const push = (): void => batcher.push(receivedChanges(9));
    push();
    expect(batches).toEqual([]);
    clock.advance(FRAME_MS);
    expect(batches).toEqual([1]);
    push();
    push();
    clock.advance(49 + FRAME_MS);
    expect(batches).toEqual([1]);
    clock.advance(1);
    expect(batches).toEqual([1, 2]);
    takesMs = 40;
    clock.advance(50);
    push();
    clock.advance(FRAME_MS);
    push();
    clock.advance(119 + FRAME_MS);
    expect(batches).toEqual([1, 2, 1]);
    clock.advance(1);
    expect(batches).toEqual([1, 2, 1, 1]);
  });

  it('[STORE-16] are told frame by frame while they are few, and as seldom as many from the moment on when they are many', () => {
    const clock = new FakeClock();
    const batches: number[] = [];
    const batcher = new MessageBatcher(clock, frameOf(clock), 50, (received) => batches.push(received.length));
    const push = (count: number): void => batcher.push(receivedChanges(count));
    push(1);
    push(1);
    clock.advance(FRAME_MS);
    push(1);
    clock.advance(FRAME_MS);
    expect(batches).toEqual([2, 1]);
    push(9);
    clock.advance(FRAME_MS);
    push(1);
    clock.advance(49 + FRAME_MS);
    expect(batches).toEqual([2, 1, 1]);
    clock.advance(1);
    expect(batches).toEqual([2, 1, 1, 1]);
  });
});

const FRAME_MS = 16;

/** A screen that is drawn so long after each question. */
function frameOf(clock: FakeClock): NextFrame {
  return (run) => clock.after(FRAME_MS, run);
}

function receivedChanges(count: number): ReceivedMessage {
  const changes = Array.from({ length: count }, (_, i) => inserted(anOrder({ id: i + 1 })));
  return { message: { type: 'changes', changes, token: 't' }, at: 0 };
}

describe('the list', () => {
  it(`[STORE-30] knows where a new row stands, newest first (seed ${seed})`, () => {
    const random = seededRandom(seed);
    let ids = Array.from({ length: 200 }, () => Math.floor(random() * 10_000));
    ids = [...new Set(ids)].sort((a, b) => b - a);
    const natural = new NaturalOrder(ids);
    for (let step = 0; step < 2_000; step += 1) {
      const id = Math.floor(random() * 10_000);
      if (ids.includes(id)) {
        natural.remove([id]);
        ids = ids.filter((other) => other !== id);
      } else {
        ids = [...ids, id].sort((a, b) => b - a);
        expect(natural.insert([id])).toEqual([{ index: ids.indexOf(id), count: 1 }]);
      }
      expect(natural.size).toBe(ids.length);
    }
  });

  it(`[STORE-30] knows it of many at once, and goes without many at once (seed ${seed})`, () => {
    const random = seededRandom(seed);
    const some = (): number[] => Array.from({ length: 100 }, () => Math.floor(random() * 1_000));
    let ids = new Set(some());
    const natural = new NaturalOrder(ids);
    for (let step = 0; step < 300; step += 1) {
      const gone = some();
      natural.remove(gone);
      ids = new Set([...ids].filter((id) => !gone.includes(id)));
      const added = [...new Set(some())].filter((id) => !ids.has(id));
      const runs = natural.insert(added);
      ids = new Set([...ids, ...added]);
      // Runs as the grid is given them: block by block, each at its index.
      const newest = (all: Iterable<number>): number[] => [...all].sort((a, b) => b - a);
      const list = newest(ids).filter((id) => !added.includes(id));
      const left = newest(added);
      for (const { index, count } of runs) list.splice(index, 0, ...left.splice(0, count));
      expect(list).toEqual(newest(ids));
      expect(natural.size).toBe(ids.size);
    }
  });

  it('[PERF-1] does not move what is there already for orders that come above it, however many', () => {
    const natural = new NaturalOrder(Array.from({ length: 1_000 }, (_, id) => id));
    const splice = vi.spyOn(Array.prototype, 'splice');
    const moved = (): number => splice.mock.results.reduce((sum, { value }) => sum + (value as number[]).length, 0);
    const runs = natural.insert(Array.from({ length: 500 }, (_, index) => 1_000 + index));
    const calls = splice.mock.calls.length;
    const above = moved();
    splice.mockRestore();
    expect({ runs, calls, above }).toEqual({ runs: [{ index: 0, count: 500 }], calls: 1, above: 0 });
  });
});

describe('at random', () => {
  it(`[STORE-20] every picture equals the table, whatever is repeated, mixed and cut (seed ${seed})`, () => {
    for (let round = 0; round < 60; round += 1) {
      const random = seededRandom(seed + round);
      const { table, log } = randomHistory(random, 800);
      // Across orders the sequence is free, within one order it is the log's: so batches are mixed by order.
      const mixed = interleave(log, random);
      let state = stateOf();
      let at = 0;
      while (at < mixed.length) {
        const size = 1 + Math.floor(random() * 40);
        state = applyMessage(state, { type: 'changes', changes: mixed.slice(at, at + size), token: 't' });
        // A reconnect may send again what was applied already, from some place on to the same place.
        if (random() < 0.2) {
          const from = Math.max(0, at - Math.floor(random() * 100));
          state = applyMessage(state, { type: 'changes', changes: mixed.slice(from, at + size), token: 't' });
        }
        at += size;
        expect(state.counts).toEqual(countsOf(state.orders));
      }
      expect(rows(state)).toEqual([...table.values()].sort((a, b) => a.id - b.id));
      expect(state.orders.size).toBe(table.size);
    }
  });

  it(`[STORE-21] the difference of two pictures leads from one to the other (seed ${seed})`, () => {
    for (let round = 0; round < 60; round += 1) {
      const random = seededRandom(seed + 1_000 + round);
      const { log } = randomHistory(random, 600);
      const cut = Math.floor(random() * log.length);
      const before = applyChanges(stateOf(), log.slice(0, cut)).orders;
      const after = applyChanges(stateOf(), log).orders;
      const { added, updated: changed, removed } = after.diff(before);
      const walked = new Map([...before.values()].map((order) => [order.id, order]));
      for (const { id } of removed) expect(walked.delete(id)).toBe(true);
      for (const order of added) expect(walked.has(order.id)).toBe(false);
      for (const order of changed) expect(walked.get(order.id)).not.toEqual(order);
      for (const order of [...added, ...changed]) walked.set(order.id, order);
      expect(sorted(walked.values())).toEqual(sorted(after.values()));
    }
  });

  it('[STORE-22] finds no difference between equal pictures that were built apart', () => {
    const orders = Array.from({ length: 500 }, (_, index) => anOrder({ id: index * 7 + 1 }));
    const { added, updated: changed, removed } = OrderMap.of(orders).diff(OrderMap.of(orders.map((o) => ({ ...o }))));
    expect([added.length, changed.length, removed.length]).toEqual([0, 0, 0]);
  });
});

function sorted(orders: Iterable<Order>): Order[] {
  return [...orders].sort((a, b) => a.id - b.id);
}

function countsOf(orders: OrderMap): Record<Order['status'], number> {
  const counts = { pending: 0, shipped: 0, delivered: 0 };
  for (const { status } of orders.values()) counts[status] += 1;
  return counts;
}

/** Swaps neighbours of different orders, many times: what every order went through stays in sequence. */
function interleave(log: readonly ChangeEvent[], random: () => number): ChangeEvent[] {
  const mixed = [...log];
  for (let swap = 0; swap < log.length * 4; swap += 1) {
    const index = Math.floor(random() * (mixed.length - 1));
    const [left, right] = [mixed[index], mixed[index + 1]];
    if (left === undefined || right === undefined || left.order.id === right.order.id) continue;
    mixed[index] = right;
    mixed[index + 1] = left;
  }
  return mixed;
}
