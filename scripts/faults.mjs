import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuild } from './lib/build.mjs';
import { ensureDependencies } from './lib/dependencies.mjs';
import { faultTable } from './lib/fault-table.mjs';
import { ScriptError, say } from './lib/log.mjs';
import { runProgram } from './lib/program.mjs';
import { checkNodeVersion, ROOT } from './lib/repository.mjs';
import { run } from './lib/run.mjs';
import { openTestDatabases } from './lib/test-databases.mjs';

/**
 * @typedef {import('./lib/fault-table.mjs').FaultResult} FaultResult
 * @typedef {import('./lib/test-databases.mjs').TestServer} TestServer
 */

const HELP = `npm run faults                    every fault, as long as people meet it; prints the table (about 15 minutes)
npm run faults -- --quick         the short form that npm test runs
npm run faults -- --only NAME     one row
npm run faults -- --mysql         only on servers of that kind; --mariadb likewise
npm run faults -- --json          JSON in place of the table
npm run faults -- --write         also puts the tables into docs/faults.md

TEST_DATABASES     DSNs separated by commas; without, a server of its own is started
TEST_SEED          repeats a run; each run prints its own`;
const KNOWN = ['--quick', '--json', '--write', '--mysql', '--mariadb'];
const LONGEST_MS = 3_600_000;
const PAGE = join(ROOT, 'docs/faults.md');
const [BEGIN, END] = ['<!-- tables: npm run faults -- --write -->', '<!-- end of tables -->'];

await runProgram(async () => {
  const args = process.argv.slice(2);
  const at = args.indexOf('--only');
  const only = at === -1 ? undefined : args[at + 1];
  const flags = at === -1 ? args : args.filter((_, index) => index !== at && index !== at + 1);
  if (flags.includes('--help') || flags.includes('-h')) {
    say(HELP);
    return 0;
  }
  if (flags.some((flag) => !KNOWN.includes(flag)) || (at !== -1 && only === undefined)) throw new ScriptError(HELP);
  checkNodeVersion();
  await ensureDependencies();
  await ensureBuild();
  const seed = process.env.TEST_SEED ?? String(Math.floor(Math.random() * 2 ** 31));
  const { servers, stop } = await openTestDatabases();
  /** @type {Map<string, FaultResult[]>} */
  const results = new Map();
  try {
    for (const server of servers.filter(({ name }) => isWanted(name, flags))) {
      if (!flags.includes('--json')) say(`\n${server.name}, seed ${seed}`);
      results.set(server.name, await runMatrix(server, { seed, only, full: !flags.includes('--quick'), flags }));
    }
  } finally {
    await stop();
  }
  const all = [...results.values()].flat();
  if (all.length === 0) throw new ScriptError('No row was run: is there one of that name, and a server of that kind?');
  if (flags.includes('--json')) say(JSON.stringify(all, null, 2));
  else say(`\n${tables(results)}`);
  if (flags.includes('--write')) writePage(tables(results));
  const failed = all.filter(({ problem }) => problem !== null);
  if (!flags.includes('--json')) say(`\n${all.length - failed.length} rows held, ${failed.length} did not`);
  return failed.length === 0 ? 0 : 1;
});

/** @param {string} name @param {readonly string[]} flags */
function isWanted(name, flags) {
  const kinds = ['--mysql', '--mariadb'].filter((kind) => flags.includes(kind));
  return kinds.length === 0 || kinds.some((kind) => name.toLowerCase().startsWith(kind.slice(2)));
}

/**
 * @param {TestServer} server
 * @param {{ seed: string, only: string | undefined, full: boolean, flags: readonly string[] }} options
 * @returns {Promise<FaultResult[]>} in the sequence of the rules
 */
async function runMatrix(server, { seed, only, full, flags }) {
  const folder = mkdtempSync(join(tmpdir(), 'orderdeck-faults-'));
  const report = join(folder, 'results.jsonl');
  try {
    const { code, output } = await run(
      process.execPath,
      ['node_modules/vitest/vitest.mjs', 'run', '--config=test/vitest.config.ts', '--project=faults'],
      {
        cwd: ROOT,
        live: !flags.includes('--json'),
        timeoutMs: LONGEST_MS,
        env: {
          VITE_CONFIG_NATIVE_IGNORE_WARNING: 'true',
          TEST_DATABASE_URL: server.url,
          TEST_DATABASE_PROGRAM: server.program ?? undefined,
          TEST_SEED: seed,
          FAULTS_FORM: full ? 'full' : 'short',
          FAULTS_ONLY: only,
          FAULTS_REPORT: report,
        },
      },
    );
    if (!existsSync(report)) {
      if (code !== 0) throw new ScriptError(`The rows could not be run on ${server.name}.\n${output}`);
      return [];
    }
    const lines = readFileSync(report, 'utf8').trim().split('\n');
    return lines.map((line) => /** @type {FaultResult} */ (JSON.parse(line))).sort((a, b) => a.rule - b.rule);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {ReadonlyMap<string, FaultResult[]>} results */
function tables(results) {
  return [...results].map(([name, rows]) => `### ${name}\n\n${faultTable(rows)}`).join('\n\n');
}

/** @param {string} text */
function writePage(text) {
  const page = readFileSync(PAGE, 'utf8');
  const [before, rest = ''] = page.split(BEGIN);
  const after = rest.split(END)[1];
  if (after === undefined) throw new ScriptError(`${PAGE} has no place for the tables`);
  writeFileSync(PAGE, `${before}${BEGIN}\n\n${text}\n\n${END}${after}`);
}
