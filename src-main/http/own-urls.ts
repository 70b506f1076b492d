import { networkInterfaces } from 'node:os';
import { hostOf, type Interfaces, isLoopback, lanAddresses } from './lan-addresses.ts';

export interface OwnPlace {
  /** The address the server listens on. */
  readonly host: string;
  readonly port: number;
  readonly isSecure: boolean;
}

/**
 * Where other machines find this server, the likeliest first: as whoever asks has found it, by its addresses in the
 * network, by the names it answers to. A server for this machine alone has one address, for this machine.
 *
 * @param origin of the page that asks, which has been found to be ours; `undefined` without one
 * @param names as in ALLOWED_HOSTS
 */
export function ownUrls(
  { host, port, isSecure }: OwnPlace,
  origin: string | undefined,
  names: readonly string[],
  interfaces: Interfaces = networkInterfaces(),
): string[] {
  const scheme = isSecure ? 'https' : 'http';
  const urlOf = (name: string) => `${scheme}://${/:\d+$/.test(name) ? name : `${name}:${port}`}`;
  if (isLoopback(host)) return [`${scheme}://${host === '127.0.0.1' ? 'localhost' : hostOf(host)}:${port}`];
  const asked = origin === undefined || isLoopback(bareHostOf(origin)) ? [] : [origin];
  const addresses = lanAddresses(interfaces, host).map((address) => `${scheme}://${hostOf(address)}:${port}`);
  return [...new Set([...asked, ...addresses, ...names.map(urlOf)])];
}

function bareHostOf(origin: string): string {
  return new URL(origin).hostname.replace(/^\[(.*)\]$/, '$1');
}
