import { expect, test } from 'vitest';
import { firstAdminNotice } from '../../src-main/first-admin-notice.ts';

const at = { host: '0.0.0.0', port: 3000, wsPort: 8080, isSecure: true, fingerprint: null };
const THIS_MACHINE = ['127.0.0.1', '::1', 'fe80::1', '192.168.1.5'];
const linkOf = (addresses: typeof at, reachable: readonly string[]) =>
  firstAdminNotice('c0de', addresses, reachable).split('\n')[1];

test('[PPL-57] the link leads to an address of this machine that a browser can open', () => {
  expect(linkOf(at, THIS_MACHINE)).toBe('https://192.168.1.5:3000/#/first-admin/c0de');
  expect(linkOf({ ...at, host: '::', isSecure: false }, ['127.0.0.1'])).toBe(
    'http://localhost:3000/#/first-admin/c0de',
  );
  expect(linkOf({ ...at, host: '10.0.0.2' }, THIS_MACHINE)).toBe('https://10.0.0.2:3000/#/first-admin/c0de');
  expect(linkOf({ ...at, host: 'fd00::2' }, THIS_MACHINE)).toBe('https://[fd00::2]:3000/#/first-admin/c0de');
});
