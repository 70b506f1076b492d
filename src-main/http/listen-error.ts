import { type Config, ConfigError } from '../config/config.ts';

/** @returns a ConfigError in words for a person where the setting is to blame, else the error as it is */
export function listenError(error: unknown, name: 'PORT' | 'WS_PORT', config: Config): unknown {
  const got = `${name}: got ${config[name]}`;
  switch ((error as NodeJS.ErrnoException).code) {
    case 'EADDRINUSE':
      return new ConfigError(`${got}, which another program uses; takes a free port, or 0 for any`);
    case 'EACCES':
      return new ConfigError(`${got}, which this user may not open; takes a port above 1023`);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new ConfigError(`BIND_ADDRESS: got "${config.BIND_ADDRESS}", takes an address of this machine`);
    default:
      return error;
  }
}
