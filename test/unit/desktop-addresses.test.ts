import type { NetworkInterfaceInfo } from 'node:os';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src-main/config/config.ts';
import { usesTls } from '../../src-main/config/transport-mode.ts';
import { ownLocalName, withOwnName } from '../../src-main/electron/serving/own-name.ts';
import { servingUrls } from '../../src-main/electron/serving/serving-urls.ts';
import { isHostAllowed, isOriginAllowed } from '../../src-main/http/host-guard.ts';
import { lanAddresses } from '../../src-main/http/lan-addresses.ts';

function on(address: string, internal = false): NetworkInterfaceInfo {
  const rest = { address, internal, mac: '00:00:00:00:00:00', cidr: null, netmask: '' };
  return address.includes(':') ? { ...rest, family: 'IPv6', scopeid: 0 } : { ...rest, family: 'IPv4' };
}

const interfaces = {
  lo: [on('127.0.0.1', true), on('::1', true)],
  docker0: [on('172.17.0.1')],
  eth0: [on('2001:db8::20'), on('fe80::1'), on('192.168.1.20')],
  wlan0: [on('169.254.9.9'), on('10.0.0.7'), on('fd00::7')],
};

describe('lanAddresses', () => {
  it('[SHARE-2] lists what others can reach: real networks first, IPv4 before IPv6', () => {
    expect(lanAddresses(interfaces, '::')).toEqual(['192.168.1.20', '10.0.0.7', '2001:db8::20', '172.17.0.1']);
    expect(lanAddresses(interfaces, '0.0.0.0')).toEqual(['192.168.1.20', '10.0.0.7', '172.17.0.1']);
  });

  it('[SHARE-3] bound to one address there is that one, and none when it is loopback', () => {
    expect(lanAddresses(interfaces, '10.0.0.7')).toEqual(['10.0.0.7']);
    for (const bound of ['127.0.0.1', '::1', 'localhost', '127.0.0.9'])
      expect(lanAddresses(interfaces, bound)).toEqual([]);
  });
});

describe('servingUrls', () => {
  const place = { port: 3_000, isSecure: false, isLocalhost: true, interfaces, localName: 'bench.local' };

  it('[SHARE-4] the address for this machine comes first, its name last', () => {
    expect(servingUrls({ ...place, bound: '0.0.0.0' })).toEqual([
      'http://localhost:3000',
      'http://192.168.1.20:3000',
      'http://10.0.0.7:3000',
      'http://172.17.0.1:3000',
      'http://bench.local:3000',
    ]);
    expect(servingUrls({ ...place, bound: '0.0.0.0', isSecure: true })[1]).toBe('https://192.168.1.20:3000');
    expect(servingUrls({ ...place, bound: '::' })).toContain('http://[2001:db8::20]:3000');
  });

  it('[SHARE-5] without sharing there is one address, for this machine', () => {
    expect(servingUrls({ ...place, bound: '127.0.0.1' })).toEqual(['http://localhost:3000']);
    expect(servingUrls({ ...place, bound: '10.0.0.7' })).toEqual(['http://10.0.0.7:3000']);
  });

  it('[SHARE-6] does not name localhost where that leads to another program', () => {
    expect(servingUrls({ ...place, bound: '127.0.0.1', isLocalhost: false })).toEqual(['http://127.0.0.1:3000']);
    expect(servingUrls({ ...place, bound: '0.0.0.0', isLocalhost: false })[0]).toBe('http://127.0.0.1:3000');
  });

  it.each(['0.0.0.0', '::', '127.0.0.1', '10.0.0.7'])(
    '[SHARE-7] bound to %s the server accepts each address it names, and pages from there',
    (bound) => {
      const config = withOwnName(loadConfig({ BIND_ADDRESS: bound }), 'bench.local');
      for (const url of servingUrls({ ...place, bound, isSecure: usesTls(config) })) {
        const { host } = new URL(url);
        expect([url, isHostAllowed(host, config), isOriginAllowed(url, host, config)]).toEqual([url, true, true]);
      }
      expect(isHostAllowed('evil.local:3000', config)).toBe(false);
    },
  );
});

describe('ownLocalName', () => {
  const none = () => false;
  it('[SHARE-8] is there where the system answers for it', () => {
    expect(ownLocalName('Bench-7.fritz.box', 'win32', none)).toBe('bench-7.local');
    expect(ownLocalName('bench.local', 'darwin', none)).toBe('bench.local');
    expect(ownLocalName('bench', 'linux', () => true)).toBe('bench.local');
    expect(ownLocalName('bench', 'linux', none)).toBe(null);
    for (const name of ['', 'localhost', 'my_bench', '-x']) expect(ownLocalName(name, 'darwin', none)).toBe(null);
  });

  it('[SHARE-8] is answered to only while sharing', () => {
    expect(withOwnName(loadConfig({}), 'bench.local').ALLOWED_HOSTS).toEqual([]);
    expect(
      withOwnName(loadConfig({ BIND_ADDRESS: '0.0.0.0', ALLOWED_HOSTS: 'a' }), 'bench.local').ALLOWED_HOSTS,
    ).toEqual(['a', 'bench.local']);
  });
});
