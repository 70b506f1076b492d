import { expect, it } from 'vitest';
import { type FakeSocket, sessionRig, settled } from '../support/session-rig.ts';

async function started(count = 5) {
  const rig = sessionRig();
  for (let id = 1; id <= count; id++) rig.log.commit(id, id === 1 ? 'INSERT' : 'UPDATE');
  rig.start();
  return rig;
}

const reasons = (socket: FakeSocket) =>
  socket.messages.flatMap((message) => (message.type === 'snapshot-begin' ? [message.reason] : []));
const recovered = (socket: FakeSocket) =>
  socket.messages.flatMap((message) => (message.type === 'welcome' ? [message.recovered] : []));

it('[RESUME-5] what was missed comes from memory, without a look at the log, each change once', async () => {
  const rig = await started();
  const first = rig.v1();
  await settled();
  rig.log.commit(6);
  await rig.poll();
  first.connection.ended();
  for (const id of [7, 8, 9]) rig.log.commit(id);
  await rig.poll();
  const { reads, views } = rig.log;
  const again = rig.v1(first.socket.token);
  await settled();
  expect(again.socket.types).toEqual(['welcome', 'changes']);
  expect(recovered(again.socket)).toEqual([true]);
  expect(again.socket.changeIds).toEqual([7, 8, 9]);
  expect([rig.log.reads, rig.log.views]).toEqual([reads, views]);
  // With the token it has now, nothing is left to be told.
  const third = rig.v1(again.socket.token);
  await settled();
  expect(third.socket.types).toEqual(['welcome']);
});

it('[RESUME-6] a change that was committed late, across the time away, comes all the same', async () => {
  const rig = await started();
  const first = rig.v1();
  await settled();
  // 6 belongs to a transaction that is still open.
  rig.log.commit(7);
  await rig.poll();
  first.connection.ended();
  rig.log.commit(6, 'UPDATE', 2);
  rig.log.commit(8);
  await rig.poll();
  const again = rig.v1(first.socket.token);
  await settled();
  expect(again.socket.changeIds.sort()).toEqual([6, 8]);
});

it('[RESUME-7] a server that started later goes on from the log, late commits included', async () => {
  const before = await started();
  const first = before.v1();
  await settled();
  before.log.commit(7);
  await before.poll();
  const { token } = first.socket;

  const after = sessionRig();
  for (const id of [1, 2, 3, 4, 5, 7]) after.log.commit(id);
  after.log.commit(6, 'UPDATE', 2);
  for (const id of [8, 9]) after.log.commit(id);
  after.start();
  const again = after.v1(token);
  await settled();
  expect([recovered(again.socket), again.socket.changeIds]).toEqual([[true], [6, 8, 9]]);
  after.log.commit(10);
  await after.poll();
  expect(again.socket.changeIds).toEqual([6, 8, 9, 10]);
});

it('[RESUME-8] a token ahead of this server, from another one, is taken up without going back', async () => {
  const rig = await started();
  rig.log.commit(6);
  rig.log.commit(7);
  const ahead = rig.tokens.encode({ epoch: 'e1', at: rig.log.end });
  const { socket } = rig.v1(ahead);
  await settled();
  await rig.poll();
  rig.log.commit(8);
  await rig.poll();
  expect([recovered(socket), socket.changeIds]).toEqual([[true], [8]]);
});

it('[RESUME-9] a token the log no longer reaches back to is answered with a snapshot, and says so', async () => {
  const rig = await started();
  const early = rig.tokens.encode({ epoch: 'e1', at: rig.log.end });
  const later = sessionRig();
  for (let id = 1; id <= 50; id++) later.log.commit(id);
  later.log.deleteBelow(40);
  later.start();
  const { socket } = later.v1(early);
  await settled();
  expect([recovered(socket), reasons(socket)]).toEqual([[false], ['log-passed']]);
  expect(socket.types).toEqual(['welcome', 'snapshot-begin', 'snapshot-chunk', 'snapshot-end']);
});

it('[RESUME-10] a token of an earlier epoch is answered with a snapshot, and says so', async () => {
  const rig = await started();
  const old = rig.tokens.encode({ epoch: 'e0', at: rig.log.end });
  const { socket } = rig.v1(old);
  await settled();
  expect([recovered(socket), reasons(socket)]).toEqual([[false], ['new-epoch']]);
});

it('[RESUME-11] a token that came before the feed has its place is judged when it has', async () => {
  const rig = sessionRig();
  rig.log.commit(1, 'INSERT');
  const good = rig.v1(rig.tokens.encode({ epoch: 'e1', at: rig.log.end }));
  const forged = rig.v1('1.e1.1..');
  rig.log.commit(2);
  await settled();
  expect([good.socket.types, forged.socket.closedAs]).toEqual([[], null]);
  rig.start();
  await settled();
  expect([recovered(good.socket), good.socket.changeIds]).toEqual([[true], [2]]);
  expect(forged.socket.closedAs).toBe('invalid-token');
});

it('[RESUME-12] a reset makes a snapshot under way void: the whole new one follows, for both kinds of client', async () => {
  const rig = sessionRig();
  for (let id = 1; id <= 2_500; id++) rig.log.commit(id, 'INSERT', id);
  rig.start();
  const { socket } = rig.v1();
  const base = rig.base();
  for (const client of [socket, base.socket]) client.reading = false;
  await settled();
  expect(socket.types).toEqual(['welcome', 'snapshot-begin', 'snapshot-chunk']);
  rig.log.orders.delete(7);
  await rig.reset('drift', 'e2');
  for (const client of [socket, base.socket]) {
    client.reading = true;
    client.take();
  }
  await settled();
  expect(reasons(socket)).toEqual(['first-connect', 'drift']);
  expect(socket.types.slice(-5)).toEqual(['snapshot-begin', ...Array(3).fill('snapshot-chunk'), 'snapshot-end']);
  const pictures = base.socket.messages as unknown as { type: string; data: { id: number }[] }[];
  expect(pictures.map(({ type }) => type)).toEqual(['INITIAL_DATA', 'INITIAL_DATA']);
  expect(pictures[1]?.data.map(({ id }) => id)).toEqual([...rig.log.orders.keys()]);
  rig.log.commit(2_501, 'INSERT', 9_999);
  await rig.poll();
  expect([socket.changeIds, base.socket.changeIds]).toEqual([[2_501], [2_501]]);
});

it('[RESUME-13] a picture that was shared and is behind the log already is not handed out again', async () => {
  const rig = sessionRig({ windowBytes: 7_000 });
  rig.log.commit(1, 'INSERT');
  rig.start();
  rig.v1();
  await settled();
  for (let id = 2; id <= 60; id++) {
    rig.log.commit(id);
    await rig.poll();
  }
  rig.log.deleteBelow(50);
  const { views } = rig.log;
  const { socket } = rig.v1();
  await settled();
  expect(reasons(socket)).toEqual(['first-connect']);
  expect(rig.log.views).toBe(views + 1);
  // While nothing changes they share it.
  rig.v1();
  await settled();
  expect(rig.log.views).toBe(views + 1);
});

it('[RESUME-14] when the database fails while a client is being served, it is asked to come back with its token', async () => {
  const rig = await started();
  const token = rig.tokens.encode({ epoch: 'e1', at: rig.log.end });
  const later = sessionRig();
  for (let id = 1; id <= 50; id++) later.log.commit(id);
  later.start();
  later.log.failure = new Error('gone');
  for (const { socket } of [later.v1(token), later.v1(), later.base()]) {
    await settled();
    expect(socket.closedAs).toBe('database-unavailable');
    const [last] = socket.messages.slice(-1);
    if (last !== undefined) expect(last).toMatchObject({ type: 'bye', retryAfterMs: 200 });
  }
  expect(later.errors).toHaveLength(3);
  expect(later.hub.subscriberCount).toBe(1);
});

it('[RESUME-15] a thousand clients that come together cost one read of the table', async () => {
  const rig = sessionRig();
  for (let id = 1; id <= 1_500; id++) rig.log.commit(id, 'INSERT', id);
  rig.start();
  const sockets = Array.from({ length: 1_000 }, (_, i) => (i % 2 ? rig.v1() : rig.base()).socket);
  await settled();
  rig.log.commit(1_501);
  await rig.poll();
  expect(rig.log.views).toBe(1);
  for (const socket of sockets) expect(socket.changeIds).toEqual([1_501]);
});

it('[RESUME-31] a server that is behind takes nobody back: the next one sends only what is new', async () => {
  const rig = await started();
  rig.log.commit(6);
  rig.log.commit(7);
  // The client has seen 7 and 8 on another server, and 6 was still open there.
  const { stamp } = rig.log.end;
  const ahead = rig.tokens.encode({ epoch: 'e1', at: { position: { head: 8, gaps: [{ from: 6, to: 6 }] }, stamp } });
  const first = rig.v1(ahead);
  await settled();
  await rig.poll();
  expect(first.socket.changeIds).toEqual([6]);
  first.connection.ended();
  rig.log.commit(8);
  rig.log.commit(9);
  await rig.poll();
  const again = rig.v1(first.socket.token);
  await settled();
  expect([recovered(again.socket), again.socket.changeIds]).toEqual([[true], [9]]);
});
