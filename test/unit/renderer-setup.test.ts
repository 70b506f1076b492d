import { describe, expect, it } from 'vitest';
import { hrefOf, parseRoute } from '../../src-renderer/ui/route.ts';
import { environmentOf } from '../../src-renderer/views/settings/environment.ts';
import { readNumber } from '../../src-renderer/views/settings/number-field.ts';
import { fixedInUse, portsInEffect, portsOffer } from '../../src-renderer/views/settings/ports.ts';
import { draftOf, readDraft } from '../../src-renderer/views/setup/candidate-draft.ts';
import { reduceForm, startForm } from '../../src-renderer/views/setup/database-form-state.ts';
import type { DatabaseCheck } from '../../src-shared/database-check.ts';

const EMPTY = draftOf({ kind: 'none' });
const CHOICE = {
  kind: 'server',
  host: 'db.example',
  port: 3307,
  user: 'orders',
  name: 'shop',
  tls: 'verify',
  setupUser: 'admin',
} as const;
const CHECK: DatabaseCheck = {
  server: null,
  steps: [
    { step: 'host', state: 'warning', message: 'Odd.', repair: null, field: 'host' },
    { step: 'port', state: 'failed', message: 'Closed.', repair: null, field: 'port' },
    { step: 'login', state: 'skipped', message: '', repair: null, field: null },
  ],
  next: 'fix',
  orders: null,
};

describe('what is typed about a MySQL server', () => {
  it('[WIZ-50] begins with the server in use, whose passwords stay as they are until others are typed', () => {
    const draft = draftOf(CHOICE);
    expect(draft).toMatchObject({ port: '3307', password: null, setupPassword: null });
    expect(readDraft(draft)).toMatchObject({
      ok: true,
      candidate: { password: null, setupPassword: null, port: 3307 },
    });
    const typed = readDraft({ ...draft, password: '' });
    expect(typed).toMatchObject({ ok: true, candidate: { password: '' } });
  });

  it('[WIZ-51] has no password of a user who is not named', () => {
    const read = readDraft({ ...draftOf(CHOICE), setupUser: ' ', setupPassword: 'left over' });
    expect(read).toMatchObject({ ok: true, candidate: { setupUser: '', setupPassword: '' } });
  });

  it.each(['', '0', '65536', '33x', '-1', '3306.5'])('[WIZ-52] %j is no port, and said so beside it alone', (port) => {
    const read = readDraft({ ...EMPTY, port });
    expect(read).toEqual({ ok: false, errors: { port: 'Takes a number from 1 to 65535.' } });
  });

  it('[WIZ-54] encryption follows the host until somebody chooses: checked wherever the connection leaves this machine', () => {
    const typed = (draft: typeof EMPTY, part: Partial<typeof EMPTY>) =>
      reduceForm(startForm(draft), { type: 'typed', part }).draft;
    expect(EMPTY.tls).toBe('off');
    for (const host of ['db.example', '10.0.0.7', 'localhost.example', '127.example', '2001:db8::1', '[fe80::1]']) {
      expect([host, typed(EMPTY, { host }).tls]).toEqual([host, 'verify']);
    }
    for (const host of ['', 'LOCALHOST', 'localhost.', '127.0.0.1', ' 127.8.9.1 ', '::1', '[::1]']) {
      expect([host, typed(typed(EMPTY, { host: 'db.example' }), { host }).tls]).toEqual([host, 'off']);
    }
    const chosen = typed(typed(EMPTY, { host: 'db.example' }), { tls: 'no-verify' });
    expect(typed(chosen, { host: 'db2.example' }).tls).toBe('no-verify');
    expect(typed(chosen, { host: 'localhost' }).tls).toBe('no-verify');
    // The server in use keeps what was chosen for it.
    expect(typed(draftOf({ ...CHOICE, tls: 'off' }), { user: 'other' }).tls).toBe('off');
  });

  it('[WIZ-53] what was found belongs to exactly what was typed: fields of failed steps are marked until then', () => {
    const asked = reduceForm(startForm(EMPTY), { type: 'began', busy: 'checking' });
    const found = reduceForm(asked, { type: 'checked', check: CHECK });
    expect(found).toMatchObject({ busy: null, check: CHECK });
    expect(Object.keys(found.errors)).toEqual(['port']);
    const typed = reduceForm(found, { type: 'typed', part: { port: '3308' } });
    expect(typed).toEqual(startForm({ ...EMPTY, port: '3308' }));
    const failed = reduceForm(asked, { type: 'failed', message: 'No answer.' });
    expect(failed).toMatchObject({ busy: null, problem: 'No answer.' });
  });
});

describe('what is set', () => {
  it('[SETV-30] the settings have an address of their own', () => {
    expect(parseRoute('#/settings')).toEqual({ view: 'settings' });
    expect(hrefOf({ view: 'settings' })).toBe('#/settings');
  });

  it('[SETV-31] variables stand above the settings they are about', () => {
    const environment = ['BIND_ADDRESS', 'DB_NAME', 'WS_PORT', 'DEBUG'];
    expect(environmentOf(environment, 'database')).toEqual(['DB_NAME']);
    expect(environmentOf(['DB_TLS', 'DB_SETUP_USER'], 'choice of database')).toEqual([]);
    expect(environmentOf(environment, 'choice of database')).toEqual(['DB_NAME']);
    expect(environmentOf(environment, 'ports')).toEqual(['WS_PORT']);
    expect(environmentOf(environment, 'sharing')).toEqual(['BIND_ADDRESS']);
  });

  it('[SETV-33] ports that are in use are exchanged for free ones, unless the environment decides them', () => {
    const saved = { ports: { port: 3_000, wsPort: 8_080 } };
    const port = { name: 'port', port: 3_000, program: null } as const;
    const wsPort = { name: 'wsPort', port: 8_080, program: null } as const;
    const both = { kind: 'ports-in-use', inUse: [port, wsPort], free: { port: 3_001, wsPort: 8_081 } } as const;
    expect(portsOffer(both, saved, [])).toEqual({ ports: both.free, changed: [3_001, 8_081] });
    expect(portsOffer(both, saved, ['WS_PORT'])).toBe(null);
    expect(fixedInUse(both, ['DB_HOST', 'WS_PORT'])).toEqual(['WS_PORT']);
    // What is saved for a port of the environment is not touched.
    const second = { kind: 'ports-in-use', inUse: [wsPort], free: { port: 4_711, wsPort: 8_081 } } as const;
    expect(portsOffer(second, saved, ['PORT'])).toEqual({ ports: { port: 3_000, wsPort: 8_081 }, changed: [8_081] });
    expect(portsOffer({ kind: 'off' }, saved, [])).toBe(null);
  });

  it('[SETV-34] a port that the environment decides is shown as it is, where that is known', () => {
    const saved = { ports: { port: 3_000, wsPort: 8_080 } };
    const serving = { kind: 'serving', urls: ['http://localhost'], wsPort: 9_090, fingerprint: null } as const;
    expect(portsInEffect(serving, saved, [])).toEqual(saved.ports);
    expect(portsInEffect(serving, saved, ['PORT', 'WS_PORT'])).toEqual({ port: 80, wsPort: 9_090 });
    const inUse = [{ name: 'port', port: 4_711, program: null }] as const;
    const missing = { kind: 'ports-in-use', inUse, free: { port: 4_712, wsPort: 9_090 } } as const;
    expect(portsInEffect(missing, saved, ['PORT', 'WS_PORT'])).toEqual({ port: 4_711, wsPort: 9_090 });
    expect(portsInEffect({ kind: 'starting' }, saved, ['WS_PORT'])).toEqual({ port: 3_000, wsPort: null });
  });

  it('[SETV-32] figures are whole numbers within their limits', () => {
    expect(readNumber(' 45 ', 1, 60)).toEqual({ value: 45, error: null });
    for (const wrong of ['', '0', '61', '4.5', '1e1', 'x']) {
      expect(readNumber(wrong, 1, 60)).toEqual({ value: null, error: 'Takes a whole number from 1 to 60.' });
    }
  });
});
