import { shell } from 'electron';
import type { Logger } from '../../observability/logger.ts';

/** Opens an address of this program's own server in the system's browser. */
export function openOutside(url: string, logger: Logger): void {
  shell.openExternal(url).catch((error: unknown) => logger.warn({ error, url }, 'No browser opened this address'));
}
