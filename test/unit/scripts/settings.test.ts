import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { namesDatabase, parseEnvFile } from '../../../scripts/lib/settings.mjs';
import { parseEnvFile as parseOfServer } from '../../../src-main/config/env.ts';

describe('settings of npm start', () => {
  it('[SCRIPT-1] read .env exactly as the server does', () => {
    const piece = fc.constantFrom(
      'DB_HOST',
      'a',
      ' ',
      '=',
      '#',
      '"',
      "'",
      'export ',
      '\n',
      '\r\n',
      '\t',
      'x y',
      'DB-X',
      '_1',
    );
    const text = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(text, (file) => {
        expect(parseEnvFile(file)).toEqual(parseOfServer(file));
      }),
      { numRuns: 500 },
    );
    expect(parseEnvFile('DB_HOST=a\n# DB_PORT=1\nexport DB_USER="b c"\n')).toEqual({ DB_HOST: 'a', DB_USER: 'b c' });
  });

  it('[SCRIPT-2] any DB_* setting, even an empty one, names a database and so means no demo', () => {
    expect(namesDatabase({ PORT: '3000', DB_CONNECTION_LIMIT: '5' })).toBe(false);
    for (const name of ['DB_HOST', 'DB_PORT', 'DB_USER', 'DB_PASSWORD', 'DB_NAME']) {
      expect(namesDatabase({ [name]: '' })).toBe(true);
    }
  });
});
