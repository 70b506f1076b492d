import { networkInterfaces } from 'node:os';
import { net } from 'electron';

/** The addresses of this machine and whether it believes to be online, as text to compare. */
export function networkState(): string {
  return JSON.stringify([net.isOnline(), networkInterfaces()]);
}
