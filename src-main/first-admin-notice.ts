import { isIPv4 } from 'node:net';
import type { AppAddresses } from './app.ts';

/**
 * What whoever starts the server is told while nobody can sign in.
 *
 * @param reachable the addresses of this machine, for a server that listens on all of them
 */
export function firstAdminNotice(
  code: string,
  { host, port, isSecure }: AppAddresses,
  reachable: readonly string[],
): string {
  const isEvery = host === '0.0.0.0' || host === '::';
  const name = isEvery
    ? (reachable.find((address) => isIPv4(address) && !address.startsWith('127.')) ?? 'localhost')
    : host;
  const url = `${isSecure ? 'https' : 'http'}://${name.includes(':') ? `[${name}]` : name}:${port}/#/first-admin/${code}`;
  return `Nobody can sign in yet. This link makes the first admin, once and within an hour:\n${url}\n`;
}
