import { join } from 'node:path';
import { version } from '../package.json';
import { createApp } from './app.ts';
import { loadConfig } from './config/config.ts';
import { readRawConfig } from './config/env.ts';
import { effectiveLogLevel } from './config/observing-config.ts';
import { runHeadless } from './headless.ts';
import { machineNames } from './http/tls/machine-names.ts';
import { createLogger } from './observability/logger.ts';

/** The headless server: settings from the environment and `.env`, the console from the build beside it. */
export function runServer(): Promise<void> {
  return runHeadless((onFirstAdmin) => {
    const config = loadConfig(readRawConfig());
    const logger = createLogger({ level: effectiveLogLevel(config), version });
    const app = createApp({ config, logger, webAppDir: join(__dirname, '../renderer'), onFirstAdmin });
    return { app, logger, reachable: () => machineNames(config).addresses };
  });
}
