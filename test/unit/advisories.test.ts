import { expect, it } from 'vitest';
import { untriaged } from '../../scripts/lib/advisories.mjs';

const ADVISORY = { url: 'https://advisories.example/1', name: 'left', severity: 'high', title: 'Reads too much' };
const REPORT = {
  vulnerabilities: {
    left: { via: [ADVISORY] },
    // Affected through `left`, once by its name and once by the advisory itself.
    right: { via: ['left', ADVISORY, { ...ADVISORY, url: 'https://advisories.example/2', title: 'Writes too much' }] },
  },
};

it('[ARCH-35] lists each advisory once, by its address', () => {
  expect(untriaged(REPORT, {}).map(({ id, title }) => [id, title])).toEqual([
    ['https://advisories.example/1', 'Reads too much'],
    ['https://advisories.example/2', 'Writes too much'],
  ]);
});

it('[ARCH-35] leaves out what has an answer', () => {
  const answers = { 'https://advisories.example/1': 'Only its parser is affected, which is not used here.' };
  expect(untriaged(REPORT, answers).map(({ id }) => id)).toEqual(['https://advisories.example/2']);
});
