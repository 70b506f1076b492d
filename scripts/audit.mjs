import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { untriaged } from './lib/advisories.mjs';
import { ScriptError } from './lib/log.mjs';
import { runProgram } from './lib/program.mjs';
import { checkNodeVersion, ROOT } from './lib/repository.mjs';

// `npm run audit`: asks the registry for advisories on what ships, and fails on those docs/advisories.json does not answer.
await runProgram(async () => {
  checkNodeVersion();
  const { stdout } = spawnSync('npm', ['audit', '--omit', 'dev', '--json'], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 64 * 1_048_576,
    shell: process.platform === 'win32',
  });
  const report = JSON.parse(stdout);
  if (report.vulnerabilities === undefined) {
    throw new ScriptError(
      `The registry gave no advisories: ${report.message ?? report.error?.summary ?? 'no reason'}. Nothing is known; ask again with a registry that has them.`,
    );
  }
  const open = untriaged(report, JSON.parse(readFileSync(join(ROOT, 'docs', 'advisories.json'), 'utf8')));
  for (const { id, name, severity, title } of open) process.stdout.write(`${severity}  ${name}  ${title}  ${id}\n`);
  process.stdout.write(`${open.length} advisories without an answer in docs/advisories.json\n`);
  return open.length === 0 ? 0 : 1;
});
