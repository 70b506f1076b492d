import { join } from 'node:path';
import { ensureBuild } from './lib/build.mjs';
import { ensureDependencies } from './lib/dependencies.mjs';
import { runProgram } from './lib/program.mjs';
import { checkNodeVersion, ROOT } from './lib/repository.mjs';
import { openTestDatabases } from './lib/test-databases.mjs';

// `npm run bench` (`-- --quick` for a tenth of the load, `-- --desktop` for the desktop program and `-- --console` for the
// console in a browser, `-- --floods` for calls during floods, `-- --latency` for the way of single changes,
// `-- --scale` for several servers, `-- --large` for large tables, instead of the server): on each server named in TEST_DATABASES, else on one of its own.
const bench =
  ['desktop', 'console', 'floods', 'latency', 'scale', 'large'].find((name) => process.argv.includes(`--${name}`)) ??
  'run';

await runProgram(async () => {
  checkNodeVersion();
  await ensureDependencies();
  await ensureBuild();
  const { servers, stop } = await openTestDatabases(['--log-bin=binlog', '--binlog-format=ROW', '--server-id=1']);
  try {
    for (const { url } of servers) {
      process.env.BENCH_DATABASE_URL = url;
      await import(`${join(ROOT, 'test/bench', `${bench}.mjs`)}?${encodeURIComponent(url)}`);
    }
  } finally {
    await stop();
  }
  return 0;
});
