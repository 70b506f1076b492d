import { isIPv6 } from 'node:net';

const MAPPED = /^::ffff:(?=\d+\.)/i;
const GROUPS = 8;
/** RFC 6177: a site is given at least this many groups, so whoever has one address of them has them all. */
const COUNTED = 4;

/** By what an address is counted: an IPv4 address itself, of IPv6 its /64 network. */
export function addressKey(address: string): string {
  const plain = address.replace(MAPPED, '').replace(/%.*$/, '');
  if (!isIPv6(plain)) return plain;
  const [head = '', tail] = plain.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : GROUPS - before.length - after.length;
  const groups = [...before, ...Array<string>(Math.max(0, zeros)).fill('0'), ...after];
  return `${groups
    .slice(0, COUNTED)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}
