import { existsSync } from 'node:fs';
import { hostname } from 'node:os';
import type { Config } from '../../config/config.ts';

/**
 * The name by which machines of the same network find this one without a name server, such as `bench.local`.
 *
 * @returns `null` where nothing answers for it
 */
export function ownLocalName(
  name: string = hostname(),
  platform: NodeJS.Platform = process.platform,
  hasAvahi: () => boolean = () => existsSync('/run/avahi-daemon/socket'),
): string | null {
  const [first = ''] = name.toLowerCase().split('.');
  if (!/^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/.test(first) || first === 'localhost') return null;
  const answers = platform === 'darwin' || platform === 'win32' || (platform === 'linux' && hasAvahi());
  return answers ? `${first}.local` : null;
}

/** Whether other machines may open the console. */
export function isShared({ BIND_ADDRESS }: Pick<Config, 'BIND_ADDRESS'>): boolean {
  return BIND_ADDRESS === '0.0.0.0' || BIND_ADDRESS === '::';
}

/** The configuration that also answers to this machine's own name, where it is shared under that. */
export function withOwnName(config: Config, name: string | null = ownLocalName()): Config {
  if (name === null || !isShared(config)) return config;
  return { ...config, ALLOWED_HOSTS: [...config.ALLOWED_HOSTS, name] };
}
