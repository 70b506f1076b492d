import { expect, it } from 'vitest';
import { AccessCookies } from '../../src-main/http/access-cookies.ts';

it('[SEC-33] a cookie is out of reach of scripts and of other sites, and under HTTPS of everything but this very host', () => {
  for (const kind of ['session', 'device'] as const) {
    const name = `orderdeck-${kind === 'device' ? 'device-' : ''}3000`;
    const plain = new AccessCookies(3000, false).write(kind, 'a.b', 60_000);
    expect(plain).toBe(`${name}=a.b; Max-Age=60; Path=/; HttpOnly; SameSite=Strict`);
    const secure = new AccessCookies(3000, true);
    expect(secure.write(kind, 'a.b', 60_000)).toBe(
      `__Host-${name}=a.b; Max-Age=60; Path=/; HttpOnly; Secure; SameSite=Strict`,
    );
    expect(secure.read(`${name}=a.b`)).toEqual({ session: null, device: null });
  }
});
