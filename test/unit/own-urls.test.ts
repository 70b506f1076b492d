import type { NetworkInterfaceInfo } from 'node:os';
import { expect, it } from 'vitest';
import { ownUrls } from '../../src-main/http/own-urls.ts';

const address = (text: string): NetworkInterfaceInfo => ({
  address: text,
  family: 'IPv4',
  netmask: '',
  mac: '',
  internal: text.startsWith('127.'),
  cidr: null,
});
const INTERFACES = { lo: [address('127.0.0.1')], eth0: [address('192.0.2.5')], docker0: [address('172.17.0.1')] };
const EVERYWHERE = { host: '0.0.0.0', port: 3000, isSecure: true };
const LAN = ['https://192.0.2.5:3000', 'https://172.17.0.1:3000'];

it('[DEV-30] a code leads to where the admin has found the server, then to its addresses, then to its names', () => {
  const names = ['bench.local', 'orders.example:8443'];
  expect(ownUrls(EVERYWHERE, 'https://orders.example', names, INTERFACES)).toEqual([
    'https://orders.example',
    ...LAN,
    'https://bench.local:3000',
    'https://orders.example:8443',
  ]);
  expect(ownUrls(EVERYWHERE, 'https://192.0.2.5:3000', [], INTERFACES)).toEqual(LAN);
});

it('[DEV-30] and never to what leads another machine to itself', () => {
  for (const origin of [undefined, 'https://localhost:3000', 'https://127.0.0.1:3000', 'https://[::1]:3000']) {
    expect(ownUrls(EVERYWHERE, origin, [], INTERFACES)).toEqual(LAN);
  }
  const own = (host: string) => ownUrls({ host, port: 3000, isSecure: false }, undefined, [], INTERFACES);
  expect(own('127.0.0.1')).toEqual(['http://localhost:3000']);
  expect(own('::1')).toEqual(['http://[::1]:3000']);
  expect(own('192.0.2.5')).toEqual(['http://192.0.2.5:3000']);
});
