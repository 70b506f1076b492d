import { describe, expect, it } from 'vitest';
import { parseDeepLink } from '../../src-main/electron/window/deep-link.ts';
import { parseStartArguments } from '../../src-main/electron/window/start-arguments.ts';

describe('a link', () => {
  it.each([
    ['orders://123', 123],
    ['orders://order/123', 123],
    ['orders://123/', 123],
    ['ORDERS://Order/7', 7],
    ['orders://9007199254740991', Number.MAX_SAFE_INTEGER],
  ])('[LINK-1] %s names order %i', (link, id) => {
    expect(parseDeepLink(link)).toBe(id);
  });

  it.each([
    'orders://',
    'orders:123',
    'orders:///123',
    'orders://0',
    'orders://012',
    'orders://-1',
    'orders://1.5',
    'orders://1e3',
    'orders://0x10',
    'orders://9007199254740992',
    'orders://99999999999999999999',
    'orders://١٢٣',
    'orders://12 3',
    ' orders://123',
    'orders://123\n',
    'orders://123\nx',
    'orders://123#/settings',
    'orders://123?x=1',
    'orders://123/../settings',
    'orders://order/order/123',
    'orders://orders/123',
    'orders://user@123',
    'orders://123:80',
    'orders://%31',
    'orders://javascript:alert(1)',
    'orders://<img src=x onerror=alert(1)>',
    `orders://${'1'.repeat(100_000)}`,
    'https://example.org/123',
    'file:///etc/passwd',
    'javascript:alert(1)',
    '123',
    '',
  ])('[LINK-2] %j names nothing', (link) => {
    expect(parseDeepLink(link)).toBeNull();
  });
});

describe('the arguments of a start', () => {
  it('[LINK-3] name the link and whether to hide, among switches that are not ours', () => {
    expect(parseStartArguments(['/opt/orderdeck', '--no-sandbox', '.', '--', 'Orders://7'])).toEqual({
      hidden: false,
      link: 'Orders://7',
    });
    expect(parseStartArguments(['electron', '/app', '--hidden', '--user-data-dir=/x/orders:'])).toEqual({
      hidden: true,
      link: null,
    });
    expect(parseStartArguments([])).toEqual({ hidden: false, link: null });
  });
});
