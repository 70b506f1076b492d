import { expect, it } from 'vitest';
import { STALL_MS, sessionRig, settled } from '../support/session-rig.ts';

/** A change takes 700 bytes of the window by its own reckoning. */
const WINDOW_OF_TEN = 7_000;

async function liveClient(rig = sessionRig(), kind: 'v1' | 'base' = 'v1') {
  rig.log.commit(1, 'INSERT');
  rig.start();
  const client = rig[kind]();
  await settled();
  let id = 1;
  const change = async (count: number) => {
    for (let i = 0; i < count; i++) {
      rig.log.commit(++id);
      await rig.poll();
    }
  };
  return { rig, ...client, change, seen: () => client.socket.changeIds, last: () => id };
}

const upTo = (id: number) => Array.from({ length: id - 1 }, (_, index) => index + 2);

it('[SLOW-1] a client that does not read is handed no more than its buffer holds, and the rest when it reads', async () => {
  for (const kind of ['v1', 'base'] as const) {
    const { socket, change, seen, last } = await liveClient(sessionRig(), kind);
    socket.reading = false;
    await change(100);
    expect(socket.bufferedBytes).toBeLessThan(3_000);
    expect(seen().length).toBeLessThan(10);
    socket.reading = true;
    socket.take();
    await settled();
    expect(seen()).toEqual(upTo(last()));
  }
});

it('[SLOW-2] a client that takes nothing for as long as it may is closed as too slow, without a bye nobody would read', async () => {
  const { rig, socket, change } = await liveClient();
  socket.reading = false;
  await change(100);
  rig.clock.advance(STALL_MS - 1);
  expect(socket.closedAs).toBeNull();
  rig.clock.advance(1);
  expect(socket.closedAs).toBe('too-slow');
  expect(socket.types).not.toContain('bye');
  expect(rig.registry.figures()).toMatchObject({ total: 0, closedTooSlow: 1 });
});

it('[SLOW-3] a client that reads slowly without a pause is never closed, though its buffer is never empty', async () => {
  const { rig, socket, change, seen, last } = await liveClient();
  socket.reading = false;
  for (let round = 0; round < 200; round++) {
    await change(10);
    socket.take(500);
    await settled();
    rig.clock.advance(STALL_MS / 4);
  }
  expect(socket.closedAs).toBeNull();
  socket.reading = true;
  socket.take();
  await settled();
  expect(seen()).toEqual(upTo(last()));
});

it('[SLOW-4] a client that fell out of the window goes on from the log, without a snapshot and without a hole', async () => {
  for (const kind of ['v1', 'base'] as const) {
    const { rig, socket, change, seen, last } = await liveClient(sessionRig({ windowBytes: WINDOW_OF_TEN }), kind);
    const views = rig.log.views;
    socket.reading = false;
    await change(50);
    socket.reading = true;
    socket.take();
    await settled();
    expect(seen()).toEqual(upTo(last()));
    expect([rig.log.views, rig.registry.figures().demotions]).toEqual([views, 1]);
  }
});

it('[SLOW-5] when the log no longer reaches back it gets a snapshot, and then everything after it once', async () => {
  const { rig, socket, change, seen, last } = await liveClient(sessionRig({ windowBytes: WINDOW_OF_TEN }));
  rig.clock.advance(2_000);
  socket.reading = false;
  await change(50);
  rig.log.deleteBelow(45);
  socket.reading = true;
  socket.take();
  await settled();
  const [begin] = socket.messages.filter(({ type }) => type === 'snapshot-begin').slice(-1);
  expect(begin).toMatchObject({ reason: 'log-passed' });
  const before = seen().length;
  await change(3);
  expect(seen().slice(before)).toEqual([last() - 2, last() - 1, last()]);
});

it('[SLOW-6] whoever falls out of the window more than ten times in a minute is told that it is too slow', async () => {
  const { rig, socket, change, seen } = await liveClient(sessionRig({ windowBytes: WINDOW_OF_TEN }));
  const fallOut = async () => {
    socket.reading = false;
    await change(20);
    socket.reading = true;
    socket.take();
    await settled();
  };
  for (let time = 0; time < 20; time++) {
    await fallOut();
    rig.clock.advance(6_001);
  }
  expect(socket.closedAs).toBeNull();
  for (let time = 0; time < 10; time++) await fallOut();
  expect(socket.closedAs).toBe('too-slow');
  expect(socket.messages.slice(-1)[0]).toMatchObject({ type: 'bye', code: 'too-slow', retryAfterMs: 200 });
  expect(new Set(seen()).size).toBe(seen().length);
});

it('[SLOW-7] a client that does not read is not told how things are either, but when it reads', async () => {
  const { rig, socket, change } = await liveClient();
  await rig.registry.start();
  socket.reading = false;
  await change(20);
  const told = socket.texts.length;
  rig.clock.advance(20_000);
  expect(socket.texts.length).toBe(told);
  socket.reading = true;
  socket.take();
  await settled();
  rig.clock.advance(5_000);
  expect(socket.texts.length).toBeGreaterThan(told + 1);
});
