import type { DesktopNotice } from '../../../src-shared/desktop-bridge.ts';
import { ConfigError } from '../../config/config.ts';

/** Why there is no core: a wrong value in the environment, or something nobody foresaw. */
export function coreFailedNotice(error: unknown): DesktopNotice {
  const common = { id: 'core-failed', severity: 'error', file: null, dismissible: false } as const;
  return error instanceof ConfigError
    ? {
        ...common,
        title: 'A setting is wrong',
        message: `${error.message}. Correct it in the environment or in the file .env, and start Orderdeck again.`,
      }
    : {
        ...common,
        title: 'Orderdeck could not begin to follow the orders',
        message: 'The log says why. Change the settings or start Orderdeck again.',
      };
}
