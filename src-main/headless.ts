import type { App, AppAddresses } from './app.ts';
import { ConfigError } from './config/config.ts';
import { firstAdminNotice } from './first-admin-notice.ts';
import type { Logger } from './observability/logger.ts';

/** A stop that takes longer is cut short: whoever sent the signal would kill us soon anyway. In milliseconds. */
const STOP_LIMIT_MS = 4_500;

export interface HeadlessParts {
  readonly app: App;
  readonly logger: Logger;
  /** The addresses of this machine. */
  readonly reachable: () => readonly string[];
}

/** Runs the server as a process of its own until SIGTERM or SIGINT; a wrong setting is one line and exit code 1. */
export async function runHeadless(build: (onFirstAdmin: (code: string) => void) => HeadlessParts): Promise<void> {
  try {
    let addresses: AppAddresses | null = null;
    const { app, logger, reachable } = build((code) => {
      // Not by the log, which is kept and collected: this is for whoever started the server.
      if (addresses !== null) process.stderr.write(firstAdminNotice(code, addresses, reachable()));
    });
    process.on('uncaughtException', (error) => {
      logger.error({ error }, 'The server failed in a way it cannot continue from.');
      process.exit(1);
    });
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop(app, logger, signal));
    // The ports first: one that is taken ends the start before the database has been touched.
    addresses = await app.listen();
    const { host, port, wsPort, isSecure, fingerprint } = addresses;
    await app.start();
    const url = `${isSecure ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${port}`;
    logger.info({ url, wsPort, ...(fingerprint !== null && { fingerprint }) }, `Orderdeck is at ${url}`);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}

async function stop(app: App, logger: Logger, signal: string): Promise<void> {
  logger.info({ signal }, 'Stopping');
  const limit = setTimeout(() => {
    logger.error({}, `Not stopped within ${STOP_LIMIT_MS} ms; ending anyway`);
    process.exit(1);
  }, STOP_LIMIT_MS);
  await app.stop();
  clearTimeout(limit);
  logger.info({}, 'Stopped');
  process.exit(0);
}
