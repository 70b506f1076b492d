import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ROOT } from '../../../scripts/lib/repository.mjs';
import { addUp, readReport } from '../../../scripts/lib/test-report.mjs';

const directory = mkdtempSync(join(tmpdir(), 'orderdeck-report-test-'));
const file = join(directory, 'report.json');

function report(project: string, statuses: readonly string[], status = 'passed', message = '') {
  return {
    name: join(ROOT, 'test', project, 'some.test.ts'),
    status,
    message,
    assertionResults: statuses.map((one) => ({
      status: one,
      fullName: `it is ${one}`,
      failureMessages: one === 'failed' ? ['Error: expected 1 to be 2\n    at some place'] : [],
    })),
  };
}

function read(testResults: readonly object[], run: Partial<Parameters<typeof readReport>[0]> = {}) {
  writeFileSync(file, JSON.stringify({ testResults }));
  return readReport({ file, projects: ['unit'], narrowed: false, code: 0, timedOut: false, ...run });
}

afterAll(() => rmSync(directory, { recursive: true }));

describe('the sum of npm test', () => {
  it('[SCRIPT-3] counts what passed, failed and was skipped, and names what failed', () => {
    expect(read([report('unit', ['passed', 'failed', 'pending', 'todo', 'skipped'], 'failed')], { code: 1 })).toEqual({
      passed: 1,
      failed: 1,
      skipped: 3,
      problems: [],
      failures: ['test/unit/some.test.ts: it is failed: Error: expected 1 to be 2'],
    });
    expect(addUp([read([report('unit', ['passed'])]), read([report('unit', ['passed', 'pending'])])])).toEqual({
      passed: 2,
      failed: 0,
      skipped: 1,
    });
  });

  it('[SCRIPT-3] a file that cannot be loaded counts as failed', () => {
    const tally = read([report('unit', ['passed']), report('unit', [], 'failed', 'SyntaxError: x\nat y')], { code: 1 });
    expect(tally).toMatchObject({ passed: 1, failed: 1 });
    expect(tally.problems).toEqual(['test/unit/some.test.ts could not be run: SyntaxError: x']);
  });

  it('[SCRIPT-3] an error outside every test counts as failed', () => {
    expect(read([report('unit', ['passed'])], { code: 1 })).toMatchObject({ passed: 1, failed: 1 });
  });

  it('[SCRIPT-3] a run that took too long or left no report counts as failed', () => {
    expect(read([report('unit', ['passed'])], { code: 128, timedOut: true }).failed).toBe(1);
    expect(read([], { file: join(directory, 'absent.json'), code: 128 }).failed).toBeGreaterThan(0);
  });

  it('[SCRIPT-3] a project that executed nothing counts as failed, even with tests that were skipped', () => {
    const projects = ['unit', 'contract'];
    expect(read([report('unit', ['passed'])], { projects }).problems).toEqual(['contract: no test was executed']);
    expect(read([report('unit', ['pending'])]).problems).toEqual(['unit: no test was executed']);
  });

  it('[SCRIPT-3] asked for some files only, one project with tests is enough', () => {
    const projects = ['unit', 'contract'];
    expect(read([report('unit', ['passed'])], { projects, narrowed: true }).problems).toEqual([]);
    expect(read([], { projects, narrowed: true }).problems).toEqual(['no test was executed']);
  });
});
