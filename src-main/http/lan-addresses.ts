import { isIP } from 'node:net';
import type { NetworkInterfaceInfo } from 'node:os';

export type Interfaces = NodeJS.Dict<readonly NetworkInterfaceInfo[]>;

// Networks between this machine and its own guests, which nobody else is on.
const VIRTUAL = /^(docker|br-|veth|virbr|vmnet|vboxnet|vethernet|utun|tun|tap|wg|tailscale|zt|lxc|podman|cni|flannel)/i;

/**
 * The addresses at which other machines reach a server: those of real networks first, IPv4 before IPv6.
 *
 * @param bound the address the server listens on
 */
export function lanAddresses(interfaces: Interfaces, bound: string): string[] {
  if (bound !== '0.0.0.0' && bound !== '::') return isLoopback(bound) ? [] : [bound];
  const found = Object.entries(interfaces).flatMap(([name, addresses]) =>
    (addresses ?? [])
      .filter((address) => !address.internal && canBeOpened(address, bound))
      .map(({ address }) => ({ address, rank: (VIRTUAL.test(name) ? 2 : 0) + (isIP(address) === 6 ? 1 : 0) })),
  );
  return [...new Set(found.sort((a, b) => a.rank - b.rank).map(({ address }) => address))];
}

/** An address as it stands in a URL. */
export function hostOf(address: string): string {
  return isIP(address) === 6 ? `[${address}]` : address;
}

export function isLoopback(address: string): boolean {
  return address === 'localhost' || address === '::1' || address.startsWith('127.');
}

// Link-local addresses are those of a machine that found no network, or need the name of an interface with them.
function canBeOpened({ address }: NetworkInterfaceInfo, bound: string): boolean {
  if (isIP(address) === 4) return !address.startsWith('169.254.');
  return bound === '::' && !/^(fe[89ab]|f[cd]|::1$)/i.test(address);
}
