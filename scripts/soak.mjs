import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuild } from './lib/build.mjs';
import { ensureDatabaseProgram, inspectDatabaseProgram } from './lib/database-program.mjs';
import { ensureDependencies } from './lib/dependencies.mjs';
import { ScriptError, step } from './lib/log.mjs';
import { PrivateDatabase } from './lib/private-database.mjs';
import { runProgram } from './lib/program.mjs';
import { checkNodeVersion, ROOT } from './lib/repository.mjs';

// `npm run soak` (`-- --minutes N`, else an hour): a server at work for so long, and whether it holds on to anything.
// On a database server of its own, which it kills on the way; TEST_DATABASE_PROGRAMS names another program for it.
const DEFAULT_MINUTES = 60;
const ROUND_MS = 15_000;

await runProgram(async () => {
  const at = process.argv.indexOf('--minutes');
  const minutes = at === -1 ? DEFAULT_MINUTES : Number(process.argv[at + 1]);
  if (!(minutes > 0)) throw new ScriptError('--minutes takes a number above 0');
  checkNodeVersion();
  await ensureDependencies();
  await ensureBuild();
  const [named] = (process.env.TEST_DATABASE_PROGRAMS ?? '').split(',').filter((path) => path !== '');
  const program = named === undefined ? await ensureDatabaseProgram() : await inspectDatabaseProgram(named);
  if (program === null) throw new ScriptError(`TEST_DATABASE_PROGRAMS: ${named} is no database server.`);
  const directory = mkdtempSync(join(tmpdir(), 'orderdeck-soak-'));
  const database = new PrivateDatabase({
    program,
    directory,
    // A binary log, so that the hint is soaked too; short ones, so that the disk stays as it is.
    flags: ['--log-bin=binlog', '--binlog-format=ROW', '--server-id=1', '--max-binlog-size=16M'],
  });
  try {
    await step(`Starting ${program.name}`, () => database.start());
    const { soak } = await import(join(ROOT, 'test/soak/soak.mjs'));
    const rounds = Math.max(6, Math.round((minutes * 60_000) / ROUND_MS));
    const plan = { rounds, roundMs: Math.min(ROUND_MS, (minutes * 60_000) / rounds), restarts: 3 };
    const { verdicts, tally } = await soak(database, plan, console.log);
    console.log(
      `\n${tally.written} changes, ${tally.requests} requests, ${tally.reconnects} reconnects, ${tally.restarts} restarts of the database\n`,
    );
    console.log('| figure | after the warm-up | at the end | growth | allowed | |');
    console.log('| --- | ---: | ---: | ---: | ---: | --- |');
    const shown = (/** @type {number} */ value) => value.toLocaleString('en', { maximumFractionDigits: 1 });
    for (const { figure, first, last, growth, allowed, flat } of verdicts)
      console.log(
        `| ${figure} | ${shown(first)} | ${shown(last)} | ${shown(growth)} | ${shown(allowed)} | ${flat ? 'flat' : 'GROWS'} |`,
      );
    return verdicts.every((/** @type {{ flat: boolean }} */ { flat }) => flat) ? 0 : 1;
  } finally {
    await database.kill();
    rmSync(directory, { recursive: true, force: true });
  }
});
