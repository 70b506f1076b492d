import { isIP } from 'node:net';
import { hostname, networkInterfaces } from 'node:os';
import type { Config } from '../../config/config.ts';
import { isOpenToNetwork } from '../../config/transport-mode.ts';

/** What a certificate is for: names of DNS and addresses, each once. */
export interface CertificateNames {
  readonly names: readonly string[];
  /** Without brackets and zones. */
  readonly addresses: readonly string[];
}

interface Machine {
  readonly hostname: string;
  readonly interfaces: NodeJS.Dict<readonly { readonly address: string }[]>;
}

const thisMachine = (): Machine => ({ hostname: hostname(), interfaces: networkInterfaces() });

/** All by which a browser may reach this server: loopback, this machine's names and addresses, ALLOWED_HOSTS. */
export function machineNames(
  config: Pick<Config, 'BIND_ADDRESS' | 'ALLOWED_HOSTS'>,
  machine: Machine = thisMachine(),
): CertificateNames {
  const [first = ''] = machine.hostname.toLowerCase().split('.');
  const own = isOpenToNetwork(config)
    ? [machine.hostname.toLowerCase(), `${first}.local`, config.BIND_ADDRESS, ...addressesOf(machine)]
    : [];
  const all = ['localhost', '127.0.0.1', '::1', ...own, ...config.ALLOWED_HOSTS.map(withoutPort)];
  const addresses = all.map(bare).filter((text) => isAddress(text) && text !== '0.0.0.0' && text !== '::');
  const names = all.filter((text) => NAME.test(text));
  return { names: [...new Set(names)], addresses: [...new Set(addresses)] };
}

const NAME = /^(?!\d+(\.\d+){3}$)[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*$/;

function addressesOf({ interfaces }: Machine): string[] {
  return Object.values(interfaces).flatMap((addresses) => (addresses ?? []).map(({ address }) => address));
}

function withoutPort(host: string): string {
  return host.toLowerCase().replace(/:\d+$/, '');
}

function bare(host: string): string {
  return host.replace(/^\[(.*)\]$/, '$1').replace(/%.*$/, '');
}

function isAddress(text: string): boolean {
  return isIP(text) !== 0;
}
