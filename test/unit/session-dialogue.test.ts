import { expect, it } from 'vitest';
import { HEARTBEAT_MS } from '../../src-shared/protocol-version.ts';
import { BUFFER_BYTES, STALL_MS, sessionRig, settled } from '../support/session-rig.ts';

function started() {
  const rig = sessionRig();
  rig.log.commit(1, 'INSERT');
  rig.start();
  return rig;
}

const COMMAND = JSON.stringify({ type: 'command', requestId: '1', command: { type: 'delete-order', id: 1 } });

it('[WS-40] a client that says nothing for ten seconds is closed; one that said hello is not', async () => {
  const rig = started();
  const { socket } = rig.silent();
  const greeted = rig.v1();
  rig.clock.advance(9_999);
  expect(socket.closedAs).toBeNull();
  rig.clock.advance(1);
  expect(socket.closedAs).toBe('invalid-message');
  expect(socket.messages).toMatchObject([{ type: 'bye', code: 'invalid-message', retryAfterMs: null }]);
  expect(greeted.socket.closedAs).toBeNull();
});

it('[WS-41] one beat every five seconds, a status in place of every second one; nothing to the base and to who said no hello', async () => {
  const rig = started();
  await rig.registry.start();
  const { socket } = rig.v1();
  const base = rig.base();
  const silent = rig.silent();
  await settled();
  const told = socket.messages.length;
  const baseTold = base.socket.texts.length;
  for (let beat = 0; beat < 4; beat++) {
    rig.clock.advance(HEARTBEAT_MS - 1);
    expect(socket.messages.length).toBe(told + beat);
    rig.clock.advance(1);
    if (beat === 0) expect(silent.socket.texts).toEqual([]);
  }
  expect(socket.messages.slice(told).map(({ type }) => type)).toEqual(['heartbeat', 'status', 'heartbeat', 'status']);
  expect(base.socket.texts.length).toBe(baseTold);
});

it('[WS-42] a session that was closed hears nothing, says nothing and is counted once', async () => {
  const rig = started();
  const { socket, connection } = rig.v1();
  await settled();
  connection.received('garbage');
  const told = socket.texts.length;
  connection.received('{"type":"hello"}');
  connection.received(COMMAND);
  connection.received(null);
  rig.log.commit(2);
  await rig.poll();
  rig.registry.broadcastStatus();
  connection.ended();
  connection.ended();
  await settled();
  expect([socket.texts.length, rig.dispatched.length]).toEqual([told, 0]);
  expect(rig.registry.figures()).toMatchObject({ total: 0 });
  expect(rig.hub.subscriberCount).toBe(1);
});

it('[WS-43] results that nobody reads count as commands under way, so they cannot pile up', async () => {
  const rig = started();
  const { socket, connection } = rig.v1();
  await settled();
  socket.reading = false;
  for (let round = 0; round < 50; round++) {
    connection.received(COMMAND);
    for (const answer of rig.dispatched.splice(0)) {
      answer({
        kind: 'bulk',
        outcome: { updated: [], deleted: [], conflicts: [], notFound: Array(100).fill(1_000_000) },
      });
    }
    await settled();
  }
  expect(socket.closedAs).toBe('too-slow');
  expect(socket.bufferedBytes).toBeLessThan(BUFFER_BYTES + 34 * 1_000);
});

it('[WS-44] a client with room for them is refused more than 32 commands at once, each by its requestId', async () => {
  const rig = started();
  const { socket, connection } = rig.v1();
  await settled();
  for (let i = 0; i < 40; i++) connection.received(COMMAND.replace('"1"', `"r${i}"`));
  await settled();
  const results = () => socket.messages.flatMap((message) => (message.type === 'result' ? [message.requestId] : []));
  expect(results()).toEqual(Array.from({ length: 8 }, (_, i) => `r${32 + i}`));
  expect(rig.dispatched).toHaveLength(32);
  for (const answer of rig.dispatched.splice(0))
    answer({ kind: 'bulk', outcome: { updated: [], deleted: [], conflicts: [], notFound: [] } });
  await settled();
  expect(results()).toHaveLength(40);
  connection.received(COMMAND);
  await settled();
  expect(rig.dispatched).toHaveLength(1);
});

it('[WS-45] a result that comes after the client has gone disturbs nobody', async () => {
  const rig = started();
  const { socket, connection } = rig.v1();
  await settled();
  connection.received(COMMAND);
  await settled();
  connection.ended();
  const told = socket.texts.length;
  for (const answer of rig.dispatched)
    answer({ kind: 'bulk', outcome: { updated: [], deleted: [], conflicts: [], notFound: [] } });
  await settled();
  rig.clock.advance(STALL_MS);
  expect([socket.texts.length, rig.errors]).toEqual([told, []]);
});

it('[STOP-1] at the end every client is told to come back, and who comes then is sent away', async () => {
  const rig = started();
  await rig.registry.start();
  const v1 = rig.v1();
  const base = rig.base();
  const silent = rig.silent();
  await settled();
  await rig.registry.stop();
  const late = rig.v1();
  const lateBase = rig.base();
  await settled();
  expect([lateBase.socket.closedAs, lateBase.socket.texts]).toEqual(['shutting-down', []]);
  expect(rig.hub.subscriberCount).toBe(1);
  for (const { socket } of [v1, base, silent, late]) expect(socket.closedAs).toBe('shutting-down');
  for (const { socket } of [v1, silent, late]) {
    expect(socket.messages.slice(-1)).toMatchObject([{ type: 'bye', code: 'shutting-down', retryAfterMs: 200 }]);
  }
  expect(late.socket.types).toEqual(['bye']);
  expect(base.socket.types).toEqual(['INITIAL_DATA']);
  expect(rig.registry.figures().total).toBe(0);
});
