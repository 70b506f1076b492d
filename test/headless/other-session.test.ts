import { describe, expect, it } from 'vitest';
import { ask } from '../support/http-test-server.ts';
import { knownPerson, MODES } from '../support/known-person.ts';
import { liveServer } from '../support/live-server.ts';

describe.each(MODES)('%s', (mode, settings) => {
  const live = liveServer(settings);

  it('[AUTH-32] what a tab sends in the name of who was signed in before is not done as somebody else', async () => {
    const { database, server } = live;
    const ada = await knownPerson(database, server.port, 'operator');
    const bo = await knownPerson(database, server.port, 'operator');
    const create = (session: string | null, headers: Readonly<Record<string, string>>) =>
      ask(server.port, 'POST', '/api/orders', {
        headers: { ...headers, ...(session === null ? {} : { 'orderdeck-session': session }) },
        body: { customer_name: 'Ada Ltd', product_name: 'Desk' },
      });
    const asBo = { cookie: bo.cookie, origin: server.url };
    for (const session of [ada.browserSession, 'none', '', 'x'.repeat(32)]) {
      const answer = await create(session, asBo);
      expect([session, answer.status, answer.json.detail]).toEqual([
        session,
        401,
        'Somebody else has signed in in this browser meanwhile. Nothing was done.',
      ]);
      // They stay signed in: it is the page that is behind.
      expect(answer.headers['set-cookie']).toBeUndefined();
    }
    const read = { headers: { ...asBo, 'orderdeck-session': ada.browserSession } };
    expect((await ask(server.port, 'GET', '/api/changes', read)).status).toBe(401);
    const mine = 'SELECT actor FROM order_changes WHERE actor IN (?, ?)';
    expect(await database.query(mine, [ada.name, bo.name])).toEqual([]);
    for (const session of [bo.browserSession, null]) expect((await create(session, asBo)).status).toBe(201);
    if (mode === 'shared') return;
    expect((await create('none', {})).status).toBe(201);
    expect((await create(bo.browserSession, {})).status).toBe(401);
  });
});
