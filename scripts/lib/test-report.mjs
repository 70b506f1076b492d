import { existsSync, readFileSync } from 'node:fs';
import { relative, sep } from 'node:path';
import { ROOT } from './repository.mjs';

/**
 * What became of the tests of one run. A failure that is not a single test's (a file that cannot be loaded, a project
 * without a test, a run that was ended) counts as one failed, and says so in `problems`. The tests that failed are named
 * in `failures` too: whoever is shown only the end of a long log must learn which.
 *
 * @typedef {{ passed: number, failed: number, skipped: number, problems: string[], failures: string[] }} Tally
 *
 * @typedef {{ status: string, fullName: string, failureMessages?: string[] }} JsonTest
 * @typedef {{ name: string, status: string, message: string, assertionResults: JsonTest[] }} JsonFile
 */

/**
 * Reads vitest's JSON report.
 *
 * @param {object} run
 * @param {string} run.file the report
 * @param {readonly string[]} run.projects each must have executed a test
 * @param {boolean} run.narrowed only some files were asked for, so that a project may rightly have none
 * @param {number} run.code exit code of the run
 * @param {boolean} run.timedOut
 * @returns {Tally}
 */
export function readReport({ file, projects, narrowed, code, timedOut }) {
  /** @type {Tally} */
  const tally = { passed: 0, failed: 0, skipped: 0, problems: [], failures: [] };
  /** @type {Map<string, number>} */
  const executed = new Map();
  for (const result of existsSync(file) ? filesOf(file) : []) {
    const count = countTests(result.assertionResults);
    tally.passed += count.passed;
    tally.failed += count.failed;
    tally.skipped += count.skipped;
    const path = relative(ROOT, result.name);
    for (const test of result.assertionResults) if (test.status === 'failed') tally.failures.push(describe(path, test));
    const project = path.split(sep)[1] ?? '';
    executed.set(project, (executed.get(project) ?? 0) + count.passed + count.failed);
    if (result.status === 'failed' && count.failed === 0) {
      tally.problems.push(`${path} could not be run: ${result.message.split('\n')[0]}`);
    }
  }
  if (timedOut) tally.problems.push(`${projects.join(', ')}: took too long and was ended`);
  else if (code !== 0 && tally.failed + tally.problems.length === 0) {
    tally.problems.push(`${projects.join(', ')}: ended with code ${code}`);
  }
  if (narrowed) {
    if ([...executed.values()].every((count) => count === 0)) tally.problems.push('no test was executed');
  } else {
    for (const project of projects) {
      if ((executed.get(project) ?? 0) === 0) tally.problems.push(`${project}: no test was executed`);
    }
  }
  tally.failed += tally.problems.length;
  return tally;
}

/** @param {readonly Tally[]} tallies */
export function addUp(tallies) {
  const sum = (/** @type {'passed' | 'failed' | 'skipped'} */ key) =>
    tallies.reduce((total, one) => total + one[key], 0);
  return { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') };
}

/**
 * @param {string} file
 * @returns {JsonFile[]}
 */
function filesOf(file) {
  return JSON.parse(readFileSync(file, 'utf8')).testResults;
}

/**
 * @param {string} path
 * @param {JsonTest} test
 */
function describe(path, { fullName, failureMessages = [] }) {
  const [message = ''] = (failureMessages[0] ?? '').split('\n');
  return `${path}: ${fullName}${message === '' ? '' : `: ${message}`}`;
}

/** @param {readonly JsonTest[]} tests */
function countTests(tests) {
  const count = { passed: 0, failed: 0, skipped: 0 };
  for (const { status } of tests) {
    if (status === 'passed' || status === 'failed') count[status]++;
    else count.skipped++;
  }
  return count;
}
