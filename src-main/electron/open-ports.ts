import type { ServingState } from '../../src-shared/desktop-bridge.ts';
import type { App } from '../app.ts';
import { type Config, ConfigError } from '../config/config.ts';
import type { Logger } from '../observability/logger.ts';

/** Opens the ports for browsers, or says why they cannot be had. The window does not need them. */
export async function openPorts(app: App, config: Config, logger: Logger): Promise<ServingState> {
  try {
    const { port, wsPort } = await app.listen();
    const url = `http://localhost:${port}`;
    logger.info({ url, wsPort }, `The console for browsers is at ${url}`);
    return { kind: 'serving', urls: [url], wsPort };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    logger.warn({ host: config.BIND_ADDRESS }, error.message);
    return { kind: 'failed', message: error.message };
  }
}
