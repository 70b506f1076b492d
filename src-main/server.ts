import './base/node-polyfills.ts';
import './base/small-heap.ts';
import { join } from 'node:path';
import { version } from '../package.json';
import { createApp } from './app.ts';
import { loadConfig } from './config/config.ts';
import { readRawConfig } from './config/env.ts';
import { runHeadless } from './headless.ts';
import { createLogger } from './observability/logger.ts';

void runHeadless(() => {
  const config = loadConfig(readRawConfig());
  const logger = createLogger({ debug: config.DEBUG, version });
  return { app: createApp({ config, logger, webAppDir: join(__dirname, '../renderer') }), logger };
});
