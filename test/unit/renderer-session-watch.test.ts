import { describe, expect, it } from 'vitest';
import type { ConnectionState } from '../../src-renderer/connection/connection-state.ts';
import { SessionWatch } from '../../src-renderer/connection/session-watch.ts';
import type { SessionInfo } from '../../src-shared/session-info.ts';
import { FakeClock } from '../support/fake-clock.ts';

const LIVE: ConnectionState = { kind: 'live', transport: 'websocket' };
const CONNECTING: ConnectionState = { kind: 'connecting', transport: 'websocket' };
const REFUSED: ConnectionState = { kind: 'refused', code: 'unauthenticated', detail: 'Sign in first.' };
const AWAY: ConnectionState = { kind: 'reconnecting', transport: 'websocket', since: 0, nextTryAt: 5, detail: 'Gone.' };

type Principal = SessionInfo['principal'];
const ADA: Principal = { kind: 'person', name: 'Ada', role: 'admin', sessionId: 's1' };
const BO: Principal = { kind: 'person', name: 'Bo', role: 'operator', sessionId: 's2' };

/** A watch at a server whose answers are given by hand. */
class Rig {
  readonly clock = new FakeClock();
  /** What the connection was told, and who was told of, with whether that was certain then. */
  readonly log: string[] = [];
  asked = 0;
  /** Who the server says it is. `away`: it does not answer. */
  is: Principal | 'away' = ADA;
  /** Holds the answers back, as they were when they were asked for. */
  holds = false;
  readonly held: (() => void)[] = [];
  readonly watch = new SessionWatch({
    base: 'http://server',
    clock: this.clock,
    fetch: () => this.#answer(),
    connection: {
      start: () => this.log.push('start'),
      stop: () => this.log.push('stop'),
      tryNow: () => this.log.push('try'),
      renew: () => {
        this.log.push('renew');
        this.watch.follow(CONNECTING);
      },
    },
    onSession: ({ principal }) => this.log.push(`${principal?.name ?? 'nobody'}${this.watch.isSure ? ', sure' : ''}`),
  });

  async settle(): Promise<void> {
    for (let turn = 0; turn < 30; turn++) await Promise.resolve();
  }

  async becomes(state: ConnectionState): Promise<void> {
    this.watch.follow(state);
    await this.settle();
  }

  #answer(): Promise<Response> {
    this.asked += 1;
    const { is } = this;
    if (is === 'away') return Promise.reject(new TypeError('Failed to fetch'));
    const info: SessionInfo = {
      mode: 'shared',
      principal: is,
      device: null,
      quickSwitch: false,
      needsFirstAdmin: false,
      warnings: [],
    };
    // Of a body that is read at once: a real one takes turns of the machine.
    const response = { ok: true, json: () => Promise.resolve(info) } as Response;
    if (!this.holds) return Promise.resolve(response);
    return new Promise((resolve) => this.held.push(() => resolve(response)));
  }
}

describe('who is signed in', () => {
  it('[DOOR-12] is asked when the connection opens, each time anew, and certain from the answer on', async () => {
    const rig = new Rig();
    await rig.becomes(CONNECTING);
    expect(rig.asked).toBe(0);
    await rig.becomes({ kind: 'catching-up', transport: 'websocket', what: 'snapshot', received: 0, expected: 2 });
    await rig.becomes(LIVE);
    expect([rig.asked, rig.log]).toEqual([1, ['Ada, sure']]);
    rig.is = 'away';
    await rig.becomes(AWAY);
    expect(rig.watch.isSure).toBe(false);
    rig.is = ADA;
    rig.holds = true;
    await rig.becomes(LIVE);
    expect(rig.watch.isSure).toBe(false);
    rig.held.pop()?.();
    await rig.settle();
    expect([rig.watch.isSure, rig.log.at(-1)]).toEqual([true, 'Ada, sure']);
  });

  it('[DOOR-12] is not certain from an answer that was asked for before the connection opened', async () => {
    const rig = new Rig();
    rig.holds = true;
    void rig.watch.check();
    rig.is = BO;
    rig.watch.follow(LIVE);
    rig.held.shift()?.();
    await rig.settle();
    expect(rig.log).toEqual(['Ada']);
    rig.held.shift()?.();
    await rig.settle();
    // Of the connection it is not known in whose name it was opened: it is opened again.
    expect(rig.log).toEqual(['Ada', 'renew', 'Bo']);
    rig.holds = false;
    await rig.becomes(LIVE);
    expect(rig.log.at(-1)).toBe('Bo, sure');
  });

  it('[DOOR-12] an answer that does not come is asked for again, and nobody is signed out by it', async () => {
    const rig = new Rig();
    await rig.becomes(LIVE);
    await rig.becomes(AWAY);
    rig.is = 'away';
    await rig.becomes(LIVE);
    expect([rig.watch.isSure, rig.log.includes('nobody')]).toEqual([false, false]);
    rig.is = ADA;
    rig.clock.advance(2_000);
    await rig.settle();
    expect(rig.watch.isSure).toBe(true);
    const { asked } = rig;
    rig.clock.advance(60_000);
    await rig.settle();
    expect(rig.asked).toBe(asked);
  });

  it('[DOOR-13] the connection rests while nobody is, and comes back under the new name before anybody is told of it', async () => {
    const rig = new Rig();
    await rig.becomes(LIVE);
    rig.is = null;
    await rig.becomes(REFUSED);
    rig.is = BO;
    await rig.watch.check();
    await rig.becomes(LIVE);
    rig.is = ADA;
    await rig.watch.check();
    expect(rig.log).toEqual(['Ada, sure', 'stop', 'nobody', 'start', 'Bo', 'Bo, sure', 'renew', 'Ada']);
  });

  it('[DOOR-13] somebody who is known and refused all the same is tried again, not shut out', async () => {
    const rig = new Rig();
    await rig.becomes(LIVE);
    await rig.becomes(REFUSED);
    expect(rig.log).toEqual(['Ada, sure', 'Ada']);
    rig.clock.advance(2_000);
    expect(rig.log.at(-1)).toBe('try');
  });

  it('[DOOR-13] who asks while an answer is under way gets a later one', async () => {
    const rig = new Rig();
    rig.holds = true;
    void rig.watch.check();
    rig.is = BO;
    let done = false;
    void rig.watch.check().then(() => {
      done = true;
    });
    rig.held.shift()?.();
    await rig.settle();
    expect([rig.asked, done]).toEqual([2, false]);
    rig.held.shift()?.();
    await rig.settle();
    expect([rig.log.at(-1), done]).toEqual(['Bo', true]);
  });
});
