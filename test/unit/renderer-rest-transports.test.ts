import { describe, expect, it } from 'vitest';
import { PollingTransport } from '../../src-renderer/connection/polling-transport.ts';
import { RestCommands } from '../../src-renderer/connection/rest-commands.ts';
import type { TransportClose } from '../../src-renderer/connection/transport.ts';
import { ERROR_CODES } from '../../src-shared/error-code.ts';
import { problemOf } from '../../src-shared/problem.ts';
import type { ServerMessage } from '../../src-shared/server-message.ts';
import { eventually } from '../support/eventually.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { anOrder, updated } from '../support/orders.ts';

const BASE = 'http://console.test';

interface Asked {
  readonly url: string;
  readonly method: string | undefined;
  readonly headers: Record<string, string>;
  readonly body: unknown;
}

/** A server that answers from a list, in sequence. */
class Answers {
  readonly asked: Asked[] = [];
  constructor(private readonly answers: Response[]) {}

  readonly fetch = async (url: string, init: RequestInit): Promise<Response> => {
    const body: unknown = typeof init.body === 'string' ? JSON.parse(init.body) : undefined;
    const headers = init.headers as Record<string, string>;
    this.asked.push({ url: url.replace(BASE, ''), method: init.method, headers, body });
    const answer = this.answers.shift();
    if (answer === undefined) throw new TypeError('nobody answers');
    return answer;
  };
}

function json(value: unknown, status = 200): Response {
  return new Response(JSON.stringify(value), { status, headers: { 'content-type': 'application/json' } });
}

describe('commands over REST', () => {
  const order = anOrder({ id: 5, version: 8 });

  it('[CONN-50] are the calls of the contract, with the expected version as If-Match', async () => {
    const answers = new Answers([
      json(order, 201),
      json(order),
      json({ updated: [order], deleted: [], conflicts: [], notFound: [] }),
      json({ restored: [order], deleted: [], conflicts: [], gone: [], expired: [] }),
    ]);
    const commands = new RestCommands(answers.fetch, BASE);
    const draft = { customer_name: 'Ada', product_name: 'Desk' };
    expect(await commands.execute({ type: 'create-order', order: draft })).toEqual({ kind: 'order', order });
    await commands.execute({ type: 'update-order', id: 5, expectedVersion: 7, changes: { status: 'shipped' } });
    await commands.execute({ type: 'set-status', status: 'shipped', orders: [{ id: 5, expectedVersion: 7 }] });
    const undo = await commands.execute({ type: 'undo', changes: [{ id: 5, version: 8, change: 'UPDATE' }] });
    expect(undo).toMatchObject({ kind: 'undone', outcome: { restored: [order] } });
    expect(answers.asked).toMatchObject([
      { url: '/api/orders', method: 'POST', body: draft },
      { url: '/api/orders/5', method: 'PUT', headers: { 'if-match': '"7"' }, body: { status: 'shipped' } },
      {
        url: '/api/orders/status',
        method: 'POST',
        body: { status: 'shipped', orders: [{ id: 5, expectedVersion: 7 }] },
      },
      { url: '/api/orders/undo', method: 'POST', body: { changes: [{ id: 5, version: 8, change: 'UPDATE' }] } },
    ]);
  });

  it('[CONN-51] give the problem of the server, with the current row of a conflict', async () => {
    const problem = problemOf('conflict', 'Somebody was faster.', { current: order });
    const commands = new RestCommands(new Answers([json(problem, 409)]).fetch, BASE);
    const result = await commands.execute({ type: 'update-order', id: 5, expectedVersion: 7, changes: {} });
    expect(result).toEqual({ kind: 'problem', problem });
  });

  it('[CONN-52] delete the version that was read, and tell what was deleted', async () => {
    const answers = new Answers([json(order), new Response(null, { status: 204 })]);
    const result = await new RestCommands(answers.fetch, BASE).execute({ type: 'delete-order', id: 5 });
    expect(result).toEqual({ kind: 'deleted', order });
    expect(answers.asked[1]).toMatchObject({ method: 'DELETE', headers: { 'if-match': '"8"' } });
  });
});

describe('polling', () => {
  function poll(answers: Answers, token?: string) {
    const clock = new FakeClock();
    const messages: ServerMessage[] = [];
    const closes: TransportClose[] = [];
    const transport = new PollingTransport(BASE, answers.fetch, new RestCommands(answers.fetch, BASE), clock);
    transport.connect({
      opened: () => transport.send(token === undefined ? { type: 'hello' } : { type: 'hello', token }),
      message: (message) => messages.push(message),
      closed: (reason) => closes.push(reason),
    });
    return { clock, messages, closes, transport };
  }
  const types = (messages: readonly ServerMessage[]) => messages.map(({ type }) => type);

  it('[CONN-60] turns the first page into a snapshot and further ones into changes, by ETag', async () => {
    const change = updated(anOrder({ id: 1, version: 2 }));
    const answers = new Answers([
      json({ recovered: false, orders: [anOrder({ id: 1 })], token: 't1' }),
      json({}),
      json({ recovered: true, changes: [change], token: 't2', more: false }),
      new Response(null, { status: 304 }),
    ]);
    const { clock, messages, transport } = poll(answers);
    await eventually('page and status were asked for', () => answers.asked.length === 2);
    expect(types(messages)).toEqual(['welcome', 'snapshot-begin', 'snapshot-chunk', 'snapshot-end']);
    await eventually('four requests were made', () => {
      clock.advance(1_000);
      return answers.asked.length >= 4;
    });
    expect(messages[4]).toEqual({ type: 'changes', changes: [change], token: 't2' });
    expect(answers.asked[2]?.headers['if-none-match']).toBe('"t1"');
    expect(answers.asked[3]?.headers['if-none-match']).toBe('"t2"');
    transport.close();
  });

  it('[CONN-61] reports a refused token with the code a WebSocket would have been closed with', async () => {
    const refused = json(problemOf('invalid-token', 'The token is damaged.'), 400);
    const { closes } = poll(new Answers([refused]), 'old');
    await eventually('it is closed', () => closes.length > 0);
    expect(closes[0]?.code).toBe(ERROR_CODES['invalid-token'].close);
  });

  it('[CONN-62] says once that nobody answers, however many requests are under way', async () => {
    const { closes, clock, transport } = poll(new Answers([]));
    transport.send({ type: 'command', requestId: 'c1', command: { type: 'delete-order', id: 1 } });
    await eventually('it is closed', () => closes.length > 0);
    clock.advance(60_000);
    expect(closes).toHaveLength(1);
  });
});
