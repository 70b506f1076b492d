import { hostOf, type Interfaces, isLoopback, lanAddresses } from '../../http/lan-addresses.ts';
import { isShared } from './own-name.ts';

export interface ServingPlace {
  /** The address the server listens on. */
  readonly bound: string;
  readonly port: number;
  readonly isSecure: boolean;
  /** Whether `localhost` leads to this server; on some machines it may lead to another one of IPv6. */
  readonly isLocalhost: boolean;
  readonly interfaces: Interfaces;
  /** This machine's own name, where others can find it by that. */
  readonly localName: string | null;
}

/** What may be opened in a browser: the address for this machine first, then those for others. */
export function servingUrls({ bound, port, isSecure, isLocalhost, interfaces, localName }: ServingPlace): string[] {
  const shared = isShared({ BIND_ADDRESS: bound });
  const others = lanAddresses(interfaces, bound);
  if (shared && others.length > 0 && localName !== null) others.push(localName);
  const own = isLocalhost && (shared || isLoopback(bound)) ? 'localhost' : shared ? '127.0.0.1' : bound;
  return [...new Set([own, ...others])].map((address) => `${isSecure ? 'https' : 'http'}://${hostOf(address)}:${port}`);
}
