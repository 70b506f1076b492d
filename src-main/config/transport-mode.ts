import { isLoopback } from '../base/loopback-address.ts';
import type { Config } from './config.ts';

/** Whether the server is open to the network: then everybody has to show who they are. */
export function isOpenToNetwork({ BIND_ADDRESS }: Pick<Config, 'BIND_ADDRESS'>): boolean {
  return !isLoopback(BIND_ADDRESS);
}

/** Whether the ports speak HTTPS and WSS. */
export function usesTls(config: Pick<Config, 'BIND_ADDRESS' | 'TLS'>): boolean {
  return config.TLS === 'on' || (config.TLS === 'auto' && isOpenToNetwork(config));
}

/** What is said between browsers and this server can be read on the network: marked on every screen. */
export function isPlainOnNetwork(config: Pick<Config, 'BIND_ADDRESS' | 'TLS'>): boolean {
  return isOpenToNetwork(config) && !usesTls(config);
}
