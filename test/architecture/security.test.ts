import { expect, it } from 'vitest';
import { textOf } from '../support/repository-files.ts';

it('[SEC-1] each threat in SECURITY.md names tests that hold it off, and each of them is there', () => {
  const written = new Set([...textOf('test/SPEC.md').matchAll(/^- \*\*([A-Z]+-\d+)\*\* ./gm)].map(([, rule]) => rule));
  const [, threats = ''] = textOf('SECURITY.md').split('\n## Threats\n');
  const rows = threats.split('\n').filter((line) => /^\| (?!threat |---)/.test(line));
  expect(rows.length).toBeGreaterThan(25);
  for (const row of rows) {
    const cells = row.split('|').map((cell) => cell.trim());
    expect([row, cells.length]).toEqual([row, 6]);
    const tests = cells[4]?.split(', ') ?? [];
    expect([row, tests.filter((id) => !written.has(id))]).toEqual([row, []]);
  }
  expect([...written].filter((id) => id?.startsWith('SEC-') && id !== 'SEC-1' && !threats.includes(id))).toEqual([]);
});
