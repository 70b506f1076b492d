import { describe, expect, it } from 'vitest';
import { ERROR_CODES } from '../../src-shared/error-code.ts';
import { envExample, readmeRows } from '../support/config-documents.ts';
import { textOf } from '../support/repository-files.ts';

describe('documents', () => {
  it('[ARCH-10] .env.example lists every setting with its default and its unit', async () => {
    await expect(envExample()).toMatchFileSnapshot('../../.env.example');
  });

  it('[ARCH-11] README lists every setting with its default and its unit', () => {
    const lines = new Set(textOf('README.md').split('\n'));
    expect(readmeRows().filter((row) => !lines.has(row))).toEqual([]);
  });

  it('[ARCH-11] README lists no setting that does not exist', () => {
    const rows = textOf('README.md').match(/^\| `[A-Z][A-Z0-9_]+` \|.*$/gm) ?? [];
    const known = new Set(readmeRows());
    expect(rows.filter((row) => !known.has(row))).toEqual([]);
  });

  it('[ARCH-12] PROTOCOL.md holds the list of errors as the code has it', () => {
    const expected = Object.entries(ERROR_CODES).map(
      ([code, { status, close, title }]) => `| \`${code}\` | ${status} | ${close} | ${title} |`,
    );
    const rows = textOf('src-shared/PROTOCOL.md').match(/^\| `[a-z-]+` \| \d{3} \| \d{4} \|.*$/gm) ?? [];
    expect(rows).toEqual(expected);
  });

  it('[ARCH-12] no two errors share a close code', () => {
    const closes = Object.values(ERROR_CODES).map(({ close }) => close);
    expect(new Set(closes).size).toBe(closes.length);
  });
});
