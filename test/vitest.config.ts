import { defineConfig } from 'vitest/config';

// Two cores and one database server: more files at once only make each other late. A window that draws in software
// takes what two others would.
const TWO_AT_ONCE = { maxWorkers: 2, sequence: { groupOrder: 0 } };
const ALONE = { maxWorkers: 1, sequence: { groupOrder: 1 } };

const PROJECTS = [
  'unit',
  'contract',
  'views',
  'shell',
  'integration',
  'headless',
  'browser',
  'desktop',
  'faults',
  'architecture',
];

// One project per kind of test; scripts/test.mjs runs the ones with SQL once per database server.
export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    projects: PROJECTS.map((name) => ({
      test: {
        name,
        include: [`test/${name}/**/*.test.{ts,tsx}`],
        testTimeout: name === 'unit' || name === 'contract' ? 10_000 : 120_000,
        hookTimeout: 60_000,
        ...(name === 'desktop' || name === 'shell' ? ALONE : TWO_AT_ONCE),
      },
    })),
  },
});
