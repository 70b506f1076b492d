import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { DesktopCallError } from '../../src-main/electron/ipc/desktop-call-error.ts';
import type { DesktopCallHandlers } from '../../src-main/electron/ipc/desktop-calls.ts';
import { guardCalls } from '../../src-main/electron/lock/guard-calls.ts';
import { WindowCookies } from '../../src-main/electron/lock/window-cookies.ts';
import { WindowLock } from '../../src-main/electron/lock/window-lock.ts';
import { withCookies } from '../../src-main/electron/lock/window-requests.ts';
import type { LocalRequest, LocalResponse } from '../../src-main/http/local-request.ts';
import type { Person } from '../../src-shared/access.ts';
import { DESKTOP_CALL_INPUTS } from '../../src-shared/desktop-bridge.ts';
import type { Role } from '../../src-shared/role.ts';

const answer = (body: unknown, headers: LocalResponse['headers'] = {}, status = 200): LocalResponse => ({
  status,
  headers,
  body: Readable.from([Buffer.from(JSON.stringify(body))]),
});

describe("the window's cookies", () => {
  const keep = (...lines: string[]) => {
    const cookies = new WindowCookies();
    cookies.keep(lines);
    return cookies.header();
  };

  it('[WIN-1] are kept by name until they are replaced, emptied or over', () => {
    expect(new WindowCookies().header()).toBeUndefined();
    expect(keep('a=1; Path=/; HttpOnly', 'b=2.x=y; Max-Age=60')).toBe('a=1; b=2.x=y');
    expect(keep('a=1', 'a=2')).toBe('a=2');
    expect(keep('a=1', 'b=2', 'a=; Max-Age=0')).toBe('b=2');
    expect(keep('a=1', 'a=2; max-age=0')).toBeUndefined();
    expect(keep('=1', '', 'nothing')).toBeUndefined();
  });

  it('[WIN-2] go with each request, in place of what the page sends, and are not shown to it', async () => {
    const asked: LocalRequest[] = [];
    const cookies = new WindowCookies();
    const ask = withCookies(async (request) => {
      asked.push(request);
      return answer({}, { 'set-cookie': ['a=1; HttpOnly', 'b=2'], 'content-type': 'application/json' });
    }, cookies);
    const request = { method: 'GET', path: '/api/session', body: null, remote: 'window' };
    const response = await ask({ ...request, headers: { Cookie: 'forged=1', Accept: '*/*' } });
    expect(response?.headers).toEqual({ 'content-type': 'application/json' });
    await ask({ ...request, headers: { cookie: 'forged=1' } });
    expect(asked.map(({ headers }) => headers)).toEqual([{ Accept: '*/*' }, { cookie: 'a=1; b=2' }]);
    expect(withCookies(() => null, cookies)({ ...request, headers: {} })).toBeNull();
  });
});

describe('the lock of the window', () => {
  const admin: Person = {
    id: 1,
    name: 'Ada',
    role: 'admin',
    disabled: false,
    hasPassword: true,
    hasPin: false,
    hasBadge: false,
    lockedUntil: null,
    lastSeenAt: null,
    createdAt: '2026-01-01T00:00:00.000Z',
  };
  const session = (role: Role | null) => ({
    mode: 'local',
    principal: role === null ? null : { kind: 'person', name: 'Ada', role, sessionId: 'a' },
    device: null,
    quickSwitch: true,
    needsFirstAdmin: false,
    warnings: [],
  });
  const lockOver = (isOn: boolean, response: () => LocalResponse | null) =>
    new WindowLock({
      isOn: () => isOn,
      request() {
        const made = response();
        return made === null ? null : Promise.resolve(made);
      },
    });

  it('[WIN-3] refuses whoever is no admin what changes the program, and nothing while it is off', async () => {
    await lockOver(false, () => null).requireAdmin();
    await lockOver(true, () => answer(session('admin'))).requireAdmin();
    const refused = [session('operator'), session('viewer'), session(null)].map((info) => () => answer(info));
    for (const response of [...refused, () => null, () => answer({}, {}, 503)]) {
      await expect(lockOver(true, response).requireAdmin()).rejects.toThrow(DesktopCallError);
    }
  });

  it('[WIN-4] cannot be switched on while no admin can sign in', async () => {
    const switchOn = (people: readonly Person[] | null) =>
      lockOver(false, () => (people === null ? null : answer(people))).requireSomebodyToUnlock();
    await switchOn([admin]);
    await switchOn([{ ...admin, hasPassword: false, hasPin: true }]);
    await switchOn([{ ...admin, hasPassword: false, hasBadge: true }]);
    const useless = [
      { ...admin, role: 'operator' as const },
      { ...admin, disabled: true },
      { ...admin, hasPassword: false },
    ];
    for (const people of [[], useless, null]) await expect(switchOn(people)).rejects.toThrow(DesktopCallError);
  });

  it('[WIN-5] stands before every call but those that change nothing', async () => {
    const names = Object.keys(DESKTOP_CALL_INPUTS);
    const done: string[] = [];
    const handlers = Object.fromEntries(names.map((name) => [name, () => void done.push(name)]));
    const lock = lockOver(true, () => answer(session('operator')));
    const guarded = guardCalls(handlers as unknown as DesktopCallHandlers, lock);
    for (const name of names) {
      const call = guarded[name as 'get-state'] as () => unknown;
      await Promise.resolve()
        .then(() => call())
        .catch((error: unknown) => expect(error).toBeInstanceOf(DesktopCallError));
    }
    expect(done.sort()).toEqual(['dismiss-notice', 'get-state', 'give-password', 'leave-wallboard']);
  });
});
