import type { DesktopNotice } from '../../../src-shared/desktop-bridge.ts';
import { ConfigError } from '../../config/config.ts';
import { words } from '../words/words.ts';

/** Why there is no core: a wrong value in the environment, or something nobody foresaw. */
export function coreFailedNotice(error: unknown): DesktopNotice {
  const said = words.notices.core;
  const common = { id: 'core-failed', severity: 'error', file: null, dismissible: false } as const;
  return error instanceof ConfigError
    ? {
        ...common,
        title: said.settingTitle,
        message: said.setting(error.message),
      }
    : {
        ...common,
        title: said.title,
        message: said.message,
      };
}
