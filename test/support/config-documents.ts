import { CONFIG_VARIABLES, type ConfigName } from '../../src-main/config/config.ts';

const NAMES = Object.keys(CONFIG_VARIABLES) as ConfigName[];

/** The rows that README's table of settings must hold, one for each variable. */
export function readmeRows(): string[] {
  return NAMES.map((name) => {
    const { fallback, about } = CONFIG_VARIABLES[name];
    return `| \`${name}\` | ${fallback === '' ? 'empty' : `\`${fallback}\``} | ${about} |`;
  });
}

/** The whole of `.env.example`: every variable with its default, commented out. */
export function envExample(): string {
  const settings = NAMES.map((name) => {
    const { fallback, about } = CONFIG_VARIABLES[name];
    return `# ${about}\n#${name}=${fallback}\n`;
  });
  return [
    '# Copy to .env and take away the # before what you set. The environment wins over this file.',
    '# Without any DB_* setting `npm start` runs on a demo database of its own.\n',
    ...settings,
  ].join('\n');
}
