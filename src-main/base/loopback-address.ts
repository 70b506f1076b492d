import { isIP } from 'node:net';

/** Whether an address or name, with or without brackets, leads to this machine and nowhere else. */
export function isLoopback(address: string): boolean {
  const name = address
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '');
  if (name === 'localhost' || name === '::1') return true;
  const ipv4 = name.replace(/^::ffff:/, '');
  return isIP(ipv4) === 4 && ipv4.startsWith('127.');
}
