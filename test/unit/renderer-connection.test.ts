import { describe, expect, it } from 'vitest';
import { Connection } from '../../src-renderer/connection/connection.ts';
import type { ConnectionState } from '../../src-renderer/connection/connection-state.ts';
import { BROWSER_TRANSPORTS } from '../../src-renderer/connection/transport.ts';
import { ERROR_CODES, type ErrorCode } from '../../src-shared/error-code.ts';
import type { ServerMessage } from '../../src-shared/server-message.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { FakeTransport } from '../support/fake-transport.ts';
import { anOrder } from '../support/orders.ts';

const HEARTBEAT = 2_000;

function welcome(recovered: boolean): ServerMessage {
  const identity = { serverId: 'a', serverVersion: '1', heartbeatMs: HEARTBEAT };
  return { type: 'welcome', protocol: 'orderdeck.v1', ...identity, recovered };
}

function wholeSnapshot(token: string): ServerMessage[] {
  return [
    { type: 'snapshot-begin', reason: 'first-connect', total: 2 },
    { type: 'snapshot-chunk', orders: [anOrder({ id: 1 }), anOrder({ id: 2 })] },
    { type: 'snapshot-end', token },
  ];
}

function bye(code: ErrorCode, retryAfterMs: number | null): ServerMessage {
  return { type: 'bye', code, detail: 'said the server', retryAfterMs };
}

/** A connection with a server, a clock and dice in the hands of the test. */
class Setup {
  readonly clock = new FakeClock();
  readonly transports: FakeTransport[] = [];
  readonly messages: ServerMessage[] = [];
  readonly states: ConnectionState[] = [];
  random = 0.5;
  readonly connection = new Connection({
    kinds: BROWSER_TRANSPORTS,
    clock: this.clock,
    random: () => this.random,
    createTransport: (kind) => {
      const transport = new FakeTransport(kind);
      this.transports.push(transport);
      return transport;
    },
    onMessage: (message) => this.messages.push(message),
    onState: (state) => this.states.push(state),
  });

  get last(): FakeTransport {
    const transport = this.transports.at(-1);
    if (transport === undefined) throw new Error('nothing was tried');
    return transport;
  }

  /** Started, welcomed, with a snapshot and the token `t1`. */
  live(): this {
    this.connection.start();
    this.last.open();
    this.last.say(welcome(false), ...wholeSnapshot('t1'));
    return this;
  }

  /** Moves on until the next attempt has begun. */
  untilNextTry(): this {
    const { state } = this.connection;
    if (state.kind !== 'reconnecting' || state.nextTryAt === null) throw new Error(`not waiting: ${state.kind}`);
    this.clock.advance(state.nextTryAt - this.clock.monotonic());
    return this;
  }
}

describe('a connection', () => {
  it('[CONN-1] says hello without a token first, and shows the snapshot coming in', () => {
    const { connection, last } = new Setup().live();
    expect(last.helloToken).toBeUndefined();
    expect(connection.state).toEqual({ kind: 'live', transport: 'websocket' });
  });

  it('[CONN-2] is catching up with its progress while a snapshot or missed changes come in', () => {
    const setup = new Setup();
    setup.connection.start();
    setup.last.open();
    const [begin, chunk, end] = wholeSnapshot('t1');
    if (begin === undefined || chunk === undefined || end === undefined) throw new Error('no snapshot');
    setup.last.say(welcome(false), begin, chunk);
    expect(setup.connection.state).toMatchObject({ kind: 'catching-up', what: 'snapshot', received: 2, expected: 2 });
    setup.last.say(end, { type: 'changes', changes: [], token: 't2', remaining: 40 });
    expect(setup.connection.state).toMatchObject({ kind: 'catching-up', what: 'changes', expected: 40 });
    setup.last.say({ type: 'changes', changes: [], token: 't3' });
    expect(setup.connection.state.kind).toBe('live');
  });

  it('[CONN-3] hands every message on, in sequence, before the state it leads to', () => {
    const setup = new Setup().live();
    expect(setup.messages.map(({ type }) => type)).toEqual([
      'welcome',
      'snapshot-begin',
      'snapshot-chunk',
      'snapshot-end',
    ]);
  });

  it('[CONN-4] comes back with the token of the last message it was given', () => {
    const setup = new Setup().live();
    setup.last.say({ type: 'changes', changes: [], token: 't2' });
    setup.last.fail();
    setup.untilNextTry().last.open();
    expect(setup.last.helloToken).toBe('t2');
    setup.last.say(welcome(true));
    expect(setup.connection.state.kind).toBe('live');
  });

  it('[CONN-5] starts from a snapshot when its token is refused', () => {
    const setup = new Setup().live();
    setup.last.fail(ERROR_CODES['invalid-token'].close);
    setup.untilNextTry().last.open();
    expect(setup.last.helloToken).toBeUndefined();

    const told = new Setup().live();
    told.last.say(bye('invalid-token', null));
    told.untilNextTry().last.open();
    expect(told.last.helloToken).toBeUndefined();
  });

  it('[CONN-6] starts from a snapshot after something it cannot read', () => {
    const setup = new Setup().live();
    setup.last.fail(null, 'unreadable');
    setup.untilNextTry().last.open();
    expect(setup.last.helloToken).toBeUndefined();
  });

  it('[CONN-7] waits longer after each failure, and short again after a good connection', () => {
    const setup = new Setup().live();
    const waits: number[] = [];
    for (let failure = 0; failure < 4; failure += 1) {
      setup.last.fail();
      const { state } = setup.connection;
      if (state.kind !== 'reconnecting' || state.nextTryAt === null) throw new Error('not waiting');
      waits.push(state.nextTryAt - setup.clock.monotonic());
      setup.untilNextTry();
    }
    expect(waits).toEqual([188, 375, 750, 1_500]);
    setup.last.open();
    setup.last.say(welcome(true));
    for (let beat = 0; beat < 4; beat += 1) {
      setup.clock.advance(HEARTBEAT);
      setup.last.say({ type: 'heartbeat', dataAgeMs: 1 });
    }
    setup.last.fail();
    expect(setup.connection.state).toMatchObject({ nextTryAt: setup.clock.monotonic() + 188 });
  });

  it('[CONN-8] keeps the time since when it is reconnecting over all attempts', () => {
    const setup = new Setup().live();
    setup.clock.advance(1_000);
    setup.last.fail();
    setup.untilNextTry().last.fail();
    setup.untilNextTry();
    expect(setup.connection.state).toMatchObject({ kind: 'reconnecting', since: 1_000, nextTryAt: null });
  });

  it('[CONN-9] waits as long as the server asked for, and somewhat longer by chance', () => {
    const setup = new Setup().live();
    setup.random = 0.8;
    setup.last.say(bye('shutting-down', 3_000));
    expect(setup.connection.state).toMatchObject({ kind: 'reconnecting', nextTryAt: 4_200, detail: 'said the server' });
    expect(setup.transports[0]?.isClosed).toBe(true);
  });

  it('[CONN-10] does not come back by itself when the server says not to, but when the person says so', () => {
    const setup = new Setup().live();
    setup.last.say(bye('forbidden-origin', null));
    expect(setup.connection.state).toEqual({ kind: 'refused', code: 'forbidden-origin', detail: 'said the server' });
    setup.clock.advance(600_000);
    expect(setup.transports).toHaveLength(1);
    setup.connection.tryNow();
    expect(setup.transports).toHaveLength(2);
  });

  it('[CONN-11] gives up a connection that is silent for three heartbeats', () => {
    const setup = new Setup().live();
    setup.clock.advance(HEARTBEAT * 2);
    setup.last.say({ type: 'heartbeat', dataAgeMs: 5 });
    setup.clock.advance(HEARTBEAT * 3 - 1);
    expect(setup.connection.state.kind).toBe('live');
    setup.clock.advance(HEARTBEAT);
    expect(setup.connection.state.kind).toBe('reconnecting');
    expect(setup.transports[0]?.isClosed).toBe(true);
  });

  it('[CONN-12] gives up an attempt that is not welcomed in time', () => {
    const setup = new Setup();
    setup.connection.start();
    setup.last.open();
    setup.clock.advance(8_000);
    expect(setup.connection.state.kind).toBe('reconnecting');
  });

  it('[CONN-16] waits for a server that waits for its database, as long as it says so', () => {
    const setup = new Setup();
    const { connection, clock, transports } = setup;
    connection.start();
    const { last } = setup;
    last.open();
    for (let i = 0; i < 10; i++) {
      clock.advance(5_000);
      last.say({ type: 'heartbeat', dataAgeMs: null });
    }
    expect([connection.state.kind, transports.length]).toEqual(['connecting', 1]);
    clock.advance(8_000);
    expect(connection.state.kind).toBe('reconnecting');
  });

  it('[CONN-17] that comes back to a server without a database is connecting, not reconnecting', () => {
    const setup = new Setup().live();
    setup.last.fail();
    setup.untilNextTry().last.open();
    setup.last.say({ type: 'heartbeat', dataAgeMs: null });
    expect(setup.connection.state.kind).toBe('connecting');
  });

  it('[CONN-13] tries at once when the person asks or the tab is seen again', () => {
    const setup = new Setup().live();
    setup.last.fail();
    setup.connection.tryNow();
    expect(setup.transports).toHaveLength(2);
    setup.connection.tryNow();
    expect(setup.transports).toHaveLength(2);
    setup.last.fail();
    setup.connection.checkNow();
    expect(setup.transports).toHaveLength(3);
  });

  it('[CONN-14] does not believe a half-dead socket when the tab is seen again', () => {
    const setup = new Setup().live();
    setup.connection.checkNow();
    expect(setup.transports).toHaveLength(1);
    setup.clock.advance(HEARTBEAT * 2);
    setup.connection.checkNow();
    expect(setup.transports).toHaveLength(2);
    setup.last.open();
    expect(setup.last.helloToken).toBe('t1');
  });

  it('[CONN-15] hears nothing more from a transport it has left', () => {
    const setup = new Setup().live();
    const [old] = setup.transports;
    setup.last.fail();
    setup.untilNextTry();
    const heard = setup.messages.length;
    old?.say({ type: 'changes', changes: [], token: 'stale' });
    old?.fail();
    expect(setup.messages).toHaveLength(heard);
    expect(setup.connection.state).toMatchObject({ kind: 'reconnecting', nextTryAt: null });
  });
});

describe('commands', () => {
  const command = { type: 'delete-order', id: 1, expectedVersion: 2 } as const;

  it('[CONN-20] get the result with their own request id', async () => {
    const setup = new Setup().live();
    const outcomes = [setup.connection.execute(command), setup.connection.execute({ ...command, id: 2 })];
    const ids = setup.last.sent.slice(1).map((message) => (message.type === 'command' ? message.requestId : ''));
    expect(new Set(ids).size).toBe(2);
    for (const [index, requestId] of [...ids.entries()].reverse()) {
      setup.last.say({ type: 'result', requestId, result: { kind: 'deleted', order: anOrder({ id: index + 1 }) } });
    }
    expect(await Promise.all(outcomes)).toMatchObject([{ order: { id: 1 } }, { order: { id: 2 } }]);
  });

  it('[CONN-21] are not sent while there is no connection', async () => {
    const setup = new Setup();
    expect(await setup.connection.execute(command)).toEqual({ kind: 'unsent' });
    setup.live();
    setup.last.fail();
    expect(await setup.connection.execute(command)).toEqual({ kind: 'unsent' });
  });

  it('[CONN-22] without an answer are neither done nor not done', async () => {
    const setup = new Setup().live();
    const lost = setup.connection.execute(command);
    setup.last.fail();
    expect(await lost).toEqual({ kind: 'unknown' });

    const slow = new Setup().live();
    const late = slow.connection.execute(command);
    for (let beat = 0; beat < 8; beat += 1) {
      slow.clock.advance(HEARTBEAT);
      slow.last.say({ type: 'heartbeat', dataAgeMs: 1 });
    }
    expect(await late).toEqual({ kind: 'unknown' });
  });
});

describe('other ways', () => {
  it('[CONN-30] are tried in turn when the first does not open, until one does', () => {
    const setup = new Setup();
    setup.connection.start();
    const tried: string[] = [];
    for (let attempt = 0; attempt < 5; attempt += 1) {
      tried.push(setup.last.kind);
      setup.last.fail();
      setup.untilNextTry();
    }
    expect(tried).toEqual(['websocket', 'websocket', 'event-stream', 'polling', 'websocket']);
  });

  it('[CONN-31] are not taken soon when the first has worked: then it is the server that is away', () => {
    const setup = new Setup().live();
    for (let attempt = 0; attempt < 8; attempt += 1) {
      expect(setup.last.kind).toBe('websocket');
      setup.last.fail();
      setup.untilNextTry();
    }
    setup.last.fail();
    expect(setup.untilNextTry().last.kind).toBe('event-stream');
  });

  it('[CONN-32] are left again, by token, as soon as the first one opens', () => {
    const setup = new Setup();
    setup.connection.start();
    setup.last.fail();
    setup.untilNextTry().last.fail();
    const stream = setup.untilNextTry().last;
    stream.open();
    stream.say(welcome(false), ...wholeSnapshot('t7'));
    expect(setup.connection.state).toEqual({ kind: 'live', transport: 'event-stream' });
    beat(setup, stream, 60_000);
    const probe = setup.last;
    expect(probe.kind).toBe('websocket');
    expect(stream.isClosed).toBe(false);
    probe.open();
    expect([probe.isClosed, stream.isClosed]).toEqual([true, true]);
    setup.last.open();
    expect(setup.last.helloToken).toBe('t7');
    setup.last.say(welcome(true));
    expect(setup.connection.state).toEqual({ kind: 'live', transport: 'websocket' });
    expect(setup.states.filter(({ kind }) => kind === 'live')).toHaveLength(2);
  });

  it('[CONN-33] are kept when the first one is still blocked', () => {
    const setup = new Setup();
    setup.connection.start();
    setup.last.fail();
    setup.untilNextTry().last.fail();
    const stream = setup.untilNextTry().last;
    stream.open();
    stream.say(welcome(false), ...wholeSnapshot('t7'));
    beat(setup, stream, 60_000);
    setup.last.fail();
    expect(setup.connection.state).toEqual({ kind: 'live', transport: 'event-stream' });
    expect(stream.isClosed).toBe(false);
  });
});

function beat(setup: Setup, transport: FakeTransport, ms: number): void {
  for (let passed = 0; passed < ms; passed += HEARTBEAT) {
    setup.clock.advance(HEARTBEAT);
    transport.say({ type: 'heartbeat', dataAgeMs: 1 });
  }
}
