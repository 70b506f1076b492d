import { describe, expect, it } from 'vitest';
import { type HostRules, isHostAllowed, isOriginAllowed } from '../../src-main/http/host-guard.ts';

const rules = (changes: Partial<HostRules> = {}): HostRules => ({
  BIND_ADDRESS: '127.0.0.1',
  ALLOWED_HOSTS: [],
  PORT: 3000,
  WS_PORT: 8080,
  TLS: 'off',
  ...changes,
});

describe('isHostAllowed', () => {
  it.each([
    'localhost',
    'LOCALHOST:3000',
    'localhost.:3000',
    '127.0.0.1:3000',
    '127.9.8.7',
    '[::1]:3000',
    '[::ffff:127.0.0.1]:1',
  ])('[GUARD-1] loopback is always at home: %s', (host) => expect(isHostAllowed(host, rules())).toBe(true));

  it.each([
    undefined,
    '',
    'evil.example',
    'evil.example:3000',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    '127.evil.example',
    '192.168.1.5',
    '0.0.0.0',
    'localhost:3000@evil.example',
    'evil.example#localhost',
    'localhost evil.example',
    'localhost, evil.example',
    '[::1',
    '::1',
    '128.0.0.1',
    "localhost'; script-src *",
  ])('[GUARD-2] everything else is a stranger: %s', (host) => expect(isHostAllowed(host, rules())).toBe(false));

  it('[GUARD-3] knows its bind address and the names of ALLOWED_HOSTS, with a port where one is given', () => {
    const lan = rules({ BIND_ADDRESS: '192.168.1.5', ALLOWED_HOSTS: ['Orders.example', 'proxy.example:8443'] });
    expect(isHostAllowed('192.168.1.5:3000', lan)).toBe(true);
    expect(isHostAllowed('192.168.1.6:3000', lan)).toBe(false);
    expect(isHostAllowed('orders.EXAMPLE:1234', lan)).toBe(true);
    expect(isHostAllowed('proxy.example:8443', lan)).toBe(true);
    expect(isHostAllowed('proxy.example', lan)).toBe(false);
    expect(isHostAllowed('sub.orders.example', lan)).toBe(false);
  });

  it.each(['0.0.0.0', '::'])('[GUARD-4] bound to %s it answers to every address, but to no name', (address) => {
    const everywhere = rules({ BIND_ADDRESS: address });
    expect(isHostAllowed('10.1.2.3:3000', everywhere)).toBe(true);
    expect(isHostAllowed('[fe80::1]:3000', everywhere)).toBe(true);
    expect(isHostAllowed('evil.example:3000', everywhere)).toBe(false);
  });
});

describe('isOriginAllowed', () => {
  it('[GUARD-5] a program sends no origin, and the own pages may come from either of the own ports', () => {
    expect(isOriginAllowed(undefined, 'localhost:3000', rules())).toBe(true);
    expect(isOriginAllowed('http://localhost:3000', 'localhost:3000', rules())).toBe(true);
    expect(isOriginAllowed('http://localhost:3000', 'localhost:8080', rules())).toBe(true);
    expect(isOriginAllowed('http://localhost:3000', '127.0.0.1:8080', rules())).toBe(true);
    expect(isOriginAllowed('http://[::1]:3000', 'localhost:3000', rules())).toBe(true);
    expect(isOriginAllowed('http://localhost', 'localhost', rules())).toBe(true);
    expect(isOriginAllowed('http://localhost:4321', 'localhost:4321', rules())).toBe(true);
  });

  it.each([
    'null',
    '',
    'file://',
    'http://evil.example',
    'http://localhost.evil.example:3000',
    'http://localhost:5173',
    'https://localhost',
    'http://localhost:3000@evil.example',
    'http://localhost:3000/path',
    'localhost:3000',
    'ftp://localhost:3000',
    'chrome-extension://abc',
  ])('[GUARD-6] a foreign page may not: %s', (origin) =>
    expect(isOriginAllowed(origin, 'localhost:3000', rules())).toBe(false),
  );

  it('[GUARD-7] a page of ALLOWED_HOSTS may, whatever the scheme', () => {
    const behindProxy = rules({ ALLOWED_HOSTS: ['orders.example'] });
    expect(isOriginAllowed('https://orders.example', 'orders.example', behindProxy)).toBe(true);
    expect(isOriginAllowed('https://orders.example', 'localhost:3000', behindProxy)).toBe(true);
    expect(isOriginAllowed('https://other.example', 'orders.example', behindProxy)).toBe(false);
  });
});
