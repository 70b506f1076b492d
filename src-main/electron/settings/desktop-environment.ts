import { ConfigError } from '../../config/config.ts';
import { type RawConfig, readRawConfig } from '../../config/env.ts';

export interface DesktopEnvironment {
  readonly variables: RawConfig;
  /** Why it could not be read; `null` when it was. */
  readonly error: ConfigError | null;
}

/**
 * The environment, and for a program run from its sources the `.env` beside them. A packaged one leaves `.env` alone:
 * it starts in whatever folder somebody happens to be in, whose file belongs to another program and would lead it to
 * that one's database.
 */
export function readDesktopEnvironment(isPackaged: boolean): DesktopEnvironment {
  try {
    return { variables: readRawConfig(isPackaged ? null : '.env'), error: null };
  } catch (error) {
    const reason = `.env: cannot be read (${(error as Error).message})`;
    return { variables: readRawConfig(null), error: new ConfigError(reason) };
  }
}
