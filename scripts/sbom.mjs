import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runProgram } from './lib/program.mjs';
import { checkNodeVersion, packageJson, ROOT } from './lib/repository.mjs';

// `npm run sbom`: what the built program is made of, as CycloneDX, in dist/. npm makes the list itself, from the lockfile.
await runProgram(async () => {
  checkNodeVersion();
  const list = execFileSync(
    'npm',
    ['sbom', '--sbom-format', 'cyclonedx', '--sbom-type', 'application', '--omit', 'dev', '--package-lock-only'],
    {
      cwd: ROOT,
      encoding: 'utf8',
      maxBuffer: 64 * 1_048_576,
      stdio: ['ignore', 'pipe', 'inherit'],
      shell: process.platform === 'win32',
    },
  );
  const sbom = JSON.parse(list);
  // npm calls the product by the folder it happens to lie in.
  sbom.metadata.component.name = packageJson().name;
  const file = join(ROOT, 'dist', 'orderdeck.cdx.json');
  mkdirSync(join(ROOT, 'dist'), { recursive: true });
  writeFileSync(file, `${JSON.stringify(sbom, null, 2)}\n`);
  process.stdout.write(`${sbom.components.length} packages: dist/orderdeck.cdx.json\n`);
  return 0;
});
