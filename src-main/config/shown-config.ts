import { CONFIG_VARIABLES, type Config, type ConfigName } from './config.ts';

const SECRET = /PASSWORD|SECRET|TOKEN/;
/** With what may stand in an address before its host and after it. */
const ADDRESS = /^([a-z][a-z0-9+.-]*:\/\/)(?:[^@/?#]*@)?([^/?#]*)/i;

/**
 * Pure. The configuration as somebody else may read it: of a secret only whether there is one, of an address only where
 * it leads.
 */
export function shownConfig(config: Config): Readonly<Record<string, string | number | boolean>> {
  const names = Object.keys(CONFIG_VARIABLES) as ConfigName[];
  return Object.fromEntries(names.map((name) => [name, shown(name, config[name])]));
}

function shown(name: ConfigName, value: Config[ConfigName]): string | number | boolean {
  if (SECRET.test(name)) return value === '' ? 'not set' : 'set';
  if (typeof value === 'object') return value.map(withoutSecrets).join(', ');
  return typeof value === 'string' ? withoutSecrets(value) : value;
}

function withoutSecrets(value: string): string {
  const [, scheme, host] = ADDRESS.exec(value) ?? [];
  return scheme === undefined ? value : `${scheme}${host ?? ''}`;
}
