import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuild } from './lib/build.mjs';
import { ensureChromium } from './lib/chromium.mjs';
import { ensureDependencies } from './lib/dependencies.mjs';
import { ensureElectron } from './lib/electron.mjs';
import { duration, ScriptError, say, step } from './lib/log.mjs';
import { runProgram } from './lib/program.mjs';
import { ensureRedisProgram } from './lib/redis-program.mjs';
import { checkNodeVersion, ROOT } from './lib/repository.mjs';
import { lastLines, run } from './lib/run.mjs';
import { openTestDatabases } from './lib/test-databases.mjs';
import { addUp, readReport } from './lib/test-report.mjs';
import { ensureXvfb } from './lib/virtual-display.mjs';

/**
 * @typedef {import('./lib/test-report.mjs').Tally} Tally
 * @typedef {import('./lib/test-databases.mjs').TestServer} TestServer
 * @typedef {{ title: string, tally: Tally, ms: number }} Outcome
 */

const HELP = `npm test                       everything, on every database
npm test -- unit               one project, or several
npm test -- headless feed      only files whose path contains "feed"

TEST_DATABASES     DSNs separated by commas (mysql://root@127.0.0.1:3306/); without, a server of its own is started
CHROMIUM_PATH      the browser; without, the system's Chromium is found or installed
ELECTRON_OVERRIDE_DIST_PATH   the folder of an Electron; without, one is found or fetched`;

// Their result does not depend on the database, so once is enough.
const ONCE = ['unit', 'contract', 'architecture', 'views', 'shell'];
const PER_DATABASE = ['integration', 'headless', 'browser', 'desktop'];
const IN_BROWSER = ['views', 'browser'];
const IN_ELECTRON = ['shell', 'desktop'];
const WITH_REDIS = ['contract', 'headless'];
const BUILT = ['headless', ...IN_BROWSER, ...IN_ELECTRON];
const NO_REDIS = 'NONE: the tests of the bus are SKIPPED. Install redis-server or valkey-server.';
const NO_BROWSER = 'NO BROWSER: these tests are SKIPPED. Install Chromium or set CHROMIUM_PATH.';
const NO_ELECTRON =
  'NO ELECTRON: these tests are SKIPPED. Install Xvfb, and Electron or set ELECTRON_OVERRIDE_DIST_PATH.';
const PROJECTS = [...ONCE, ...PER_DATABASE];
/** @type {Tally} */
const NOTHING = { passed: 0, failed: 0, skipped: 0, problems: [], failures: [] };
const CHECKS = ['check:types', 'check:lint', 'check:architecture'];
const RUN_TIMEOUT_MS = 1_800_000;

const reports = mkdtempSync(join(tmpdir(), 'orderdeck-report-'));
process.once('exit', () => rmSync(reports, { recursive: true, force: true }));

await runProgram(async () => {
  const args = process.argv.slice(2);
  if (args.includes('--help') || args.includes('-h')) {
    say(HELP);
    return 0;
  }
  const asked = args.filter((arg) => PROJECTS.includes(arg));
  const filters = args.filter((arg) => !PROJECTS.includes(arg));
  if (filters.some((arg) => arg.startsWith('-'))) throw new ScriptError(HELP);
  checkNodeVersion();
  await ensureDependencies();
  /** @type {Outcome[]} */
  const outcomes = args.length === 0 ? await runChecks() : [];
  try {
    outcomes.push(...(await runProjects(asked.length === 0 ? PROJECTS : asked, filters)));
  } catch (error) {
    if (!(error instanceof ScriptError)) throw error;
    outcomes.push({ title: 'preparing', tally: broken(error.message), ms: 0 });
  }
  return sumUp(outcomes);
});

/** Types, lint and architecture, side by side: each that fails counts as one failed. */
async function runChecks() {
  const checks = await step('Checking types, lint and architecture', () => Promise.all(CHECKS.map(runCheck)));
  for (const { output, outcome } of checks) if (outcome.tally.failed > 0) say(lastLines(output, 60));
  return checks.map(({ outcome }) => outcome);
}

/** @param {string} check a script of package.json */
async function runCheck(check) {
  const started = performance.now();
  const { code, output } = await run('npm', ['run', '--silent', check], { cwd: ROOT });
  const problems = code === 0 ? [] : [`${check} found faults`];
  const tally = { ...NOTHING, failed: problems.length, problems };
  return { output, outcome: { title: check, tally, ms: performance.now() - started } };
}

/**
 * @param {readonly string[]} projects
 * @param {readonly string[]} filters
 * @returns {Promise<Outcome[]>}
 */
async function runProjects(projects, filters) {
  const areAsked = (/** @type {readonly string[]} */ some) => some.some((project) => projects.includes(project));
  if (areAsked(BUILT)) await ensureBuild();
  const browser = areAsked(IN_BROWSER) ? await openBrowser() : null;
  const electron = areAsked(IN_ELECTRON) ? await openElectron() : null;
  if (areAsked(WITH_REDIS)) await openRedis();
  const missing = [...(browser === null ? IN_BROWSER : []), ...(electron === null ? IN_ELECTRON : [])];
  const { servers, stop } = await openTestDatabases();
  say(`  Databases: ${servers.map((server) => server.name).join(', ')}`);
  /** @type {Outcome[]} */
  const outcomes = [];
  const runOn = async (
    /** @type {readonly string[]} */ some,
    /** @type {TestServer} */ server,
    /** @type {string} */ where,
  ) => {
    const wanted = some.filter((project) => projects.includes(project));
    const runnable = wanted.filter((project) => !missing.includes(project));
    if (runnable.length > 0) {
      const title = `${runnable.join(', ')}${where}`;
      outcomes.push(await runVitest(title, runnable, filters, environment(server, browser?.path)));
    }
    for (const project of wanted) if (missing.includes(project)) outcomes.push(skippedTests(project, where));
  };
  try {
    const [first] = servers;
    if (first !== undefined) await runOn(ONCE, first, '');
    for (const server of servers) await runOn(PER_DATABASE, server, ` on ${server.name}`);
  } finally {
    await stop();
  }
  return outcomes;
}

/** The tests find it by themselves; here it is installed where it may be, and said where it is not. */
async function openRedis() {
  const redis = await ensureRedisProgram();
  say(`  Redis: ${redis?.name ?? NO_REDIS}`);
}

async function openBrowser() {
  const browser = await ensureChromium();
  say(`  Browser: ${browser?.name ?? 'none'}`);
  return browser;
}

/** Electron, and a display for its windows that disturbs nobody. */
async function openElectron() {
  const electron = await ensureElectron();
  const xvfb = electron === null ? null : await ensureXvfb();
  say(`  Desktop: ${electron?.name ?? 'no Electron'}${electron !== null && xvfb === null ? ', but no Xvfb' : ''}`);
  return xvfb === null ? null : electron;
}

/**
 * @param {TestServer} server
 * @param {string | undefined} chromium
 */
function environment(server, chromium) {
  return {
    TEST_DATABASE_URL: server.url,
    TEST_DATABASE_PROGRAM: server.program ?? undefined,
    CHROMIUM_PATH: chromium,
  };
}

/**
 * @param {string} title
 * @param {readonly string[]} projects
 * @param {readonly string[]} filters
 * @param {Record<string, string | undefined>} env
 * @returns {Promise<Outcome>}
 */
async function runVitest(title, projects, filters, env) {
  const started = performance.now();
  const file = join(reports, `${started}.json`);
  say(`\n${title}`);
  const result = await run(
    process.execPath,
    [
      'node_modules/vitest/vitest.mjs',
      'run',
      '--config=test/vitest.config.ts',
      ...projects.map((project) => `--project=${project}`),
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${file}`,
      ...filters,
    ],
    // The notice is about a coming release of vite, which the lockfile does not hold.
    { cwd: ROOT, env: { VITE_CONFIG_NATIVE_IGNORE_WARNING: 'true', ...env }, live: true, timeoutMs: RUN_TIMEOUT_MS },
  );
  const tally = readReport({ file, projects, narrowed: filters.length > 0, ...result });
  return { title, tally, ms: performance.now() - started };
}

/**
 * Without a browser or Electron the tests are not quietly left out: each file counts as one skipped.
 *
 * @param {string} project
 * @param {string} where
 * @returns {Outcome}
 */
function skippedTests(project, where) {
  const folder = join(ROOT, 'test', project);
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.includes('.test.')) : [];
  say(`\n${project}: ${IN_BROWSER.includes(project) ? NO_BROWSER : NO_ELECTRON}`);
  return { title: `${project}${where}`, tally: { ...NOTHING, skipped: files.length }, ms: 0 };
}

/** @param {string} problem */
function broken(problem) {
  return { ...NOTHING, failed: 1, problems: [problem] };
}

/**
 * @param {readonly Outcome[]} outcomes
 * @returns {number} exit code
 */
function sumUp(outcomes) {
  say('');
  for (const { title, tally, ms } of outcomes) {
    const { passed, failed, skipped, problems, failures } = tally;
    say(
      `${failed === 0 ? 'ok  ' : 'FAIL'}  ${title}: ${passed} passed, ${failed} failed, ${skipped} skipped in ${duration(ms)}`,
    );
    for (const line of [...problems, ...failures]) say(`        ${line}`);
  }
  const total = addUp(outcomes.map(({ tally }) => tally));
  const ran = total.passed + total.failed > 0;
  if (!ran) say('FAIL  no test was executed');
  const failed = ran ? total.failed : 1;
  say(`\n${total.passed} passed, ${failed} failed, ${total.skipped} skipped`);
  return failed === 0 ? 0 : 1;
}
