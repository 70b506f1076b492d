import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '../../scripts/lib/repository.mjs';
import { run } from '../../scripts/lib/run.mjs';

/** Each rule, with a file that breaks it and what that file says. */
const VIOLATIONS: readonly (readonly [rule: string, path: string, text: string])[] = [
  ['no-cycles', 'src-main/feed/cycle-a.ts', "import './cycle-b.ts';"],
  ['no-orphans', 'src-main/feed/alone.ts', 'const unused = 1;'],
  ['shared-stands-alone', 'src-shared/reaches-out.ts', "import 'fastify';"],
  ['renderer-imports-shared-only', 'src-renderer/reaches-main.ts', "import '../src-main/mysql/target.ts';"],
  ['main-does-not-import-the-window', 'src-main/hub/reaches-window.ts', "import '../../src-renderer/target.ts';"],
  ['base-imports-nothing-above', 'src-main/base/reaches-feed.ts', "import '../feed/target.ts';"],
  ['domain-imports-no-adapter', 'src-main/feed/reaches-mysql.ts', "import '../mysql/target.ts';"],
  ['domain-imports-no-adapter', 'src-main/hub/reaches-driver.ts', "import 'mysql2';"],
  ['commands-know-no-feed', 'src-main/commands/reaches-feed.ts', "import '../feed/target.ts';"],
  ['session-below-adapters', 'src-main/session/reaches-socket.ts', "import 'ws';"],
  ['mysql-imports-no-other-adapter', 'src-main/mysql/reaches-http.ts', "import '../http/target.ts';"],
  ['http-imports-no-other-adapter', 'src-main/http/reaches-mysql.ts', "import '../mysql/target.ts';"],
  ['redis-imports-no-other-adapter', 'src-main/redis/reaches-mysql.ts', "import '../mysql/target.ts';"],
  ['only-electron-imports-electron', 'src-main/http/reaches-electron.ts', "import 'electron';"],
  ['product-does-not-import-tests', 'src-main/hub/reaches-test.ts', "import '../../test/target.ts';"],
  ['only-the-demo-imports-scripts', 'src-main/electron/reaches-scripts.ts', "import '../../scripts/target.mjs';"],
  ['not-to-dev-dependencies', 'src-main/mysql/reaches-dev.ts', "import 'fast-check';"],
  ['resolvable', 'src-main/mysql/reaches-nothing.ts', "import './nowhere.ts';"],
];

const INNOCENT: readonly (readonly [path: string, text: string])[] = [
  ['src-main/feed/cycle-b.ts', "import './cycle-a.ts';"],
  ['src-main/feed/target.ts', "import '../base/clock.ts';"],
  ['src-main/base/clock.ts', 'export const clock = 1;'],
  ['src-main/mysql/target.ts', "import 'mysql2'; import '../feed/target.ts';"],
  ['src-main/http/target.ts', "import 'ws'; import '../session/session.ts';"],
  ['src-main/session/session.ts', "import '../feed/target.ts'; import '../../src-shared/order.ts';"],
  ['src-shared/order.ts', "import 'zod';"],
  ['src-renderer/target.ts', "import '../src-shared/order.ts';"],
  ['src-main/electron/setup/demo-database.ts', "import '../../../scripts/target.mjs';"],
  ['scripts/target.mjs', ''],
  ['test/target.ts', "import '../src-main/feed/target.ts';"],
];

interface Violation {
  readonly from: string;
  readonly rule: { readonly name: string };
}

describe('ranks', () => {
  const directory = mkdtempSync(join(tmpdir(), 'orderdeck-ranks-'));
  const config = join(ROOT, '.dependency-cruiser.cjs');
  let found: readonly Violation[] = [];

  beforeAll(async () => {
    for (const [path, text] of [...VIOLATIONS.map(([, path, text]) => [path, text] as const), ...INNOCENT]) {
      mkdirSync(dirname(join(directory, path)), { recursive: true });
      writeFileSync(join(directory, path), `${text}\nexport {};\n`);
    }
    for (const name of ['package.json', '.tsconfig.base.json']) copyFileSync(join(ROOT, name), join(directory, name));
    // Packages of that name are enough: a rule looks at where an import leads, not at what it finds there.
    for (const name of ['zod', 'mysql2', 'ws', 'fastify', 'fast-check', 'electron']) {
      mkdirSync(join(directory, 'node_modules', name), { recursive: true });
      writeFileSync(join(directory, 'node_modules', name, 'package.json'), JSON.stringify({ name, main: 'index.js' }));
      writeFileSync(join(directory, 'node_modules', name, 'index.js'), '');
    }
    const program = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
    const folders = ['src-main', 'src-shared', 'src-renderer', 'test'];
    const { output } = await run(process.execPath, [program, '--config', config, '-T', 'json', ...folders], {
      cwd: directory,
    });
    found = JSON.parse(output.slice(output.indexOf('{'))).summary.violations;
  });

  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  it.each(VIOLATIONS)('[ARCH-20] %s is found in %s', (rule, path) => {
    expect(found.filter((violation) => violation.from === path).map((violation) => violation.rule.name)).toContain(
      rule,
    );
  });

  it('[ARCH-20] every rule has a file here that breaks it', () => {
    const { forbidden } = createRequire(import.meta.url)(config) as { forbidden: { name: string }[] };
    const tried = new Set(VIOLATIONS.map(([rule]) => rule));
    expect(forbidden.map((rule) => rule.name).filter((name) => !tried.has(name))).toEqual([]);
  });

  it('[ARCH-20] imports downwards are let through', () => {
    const innocent = INNOCENT.map(([path]) => path).filter((path) => path !== 'src-main/feed/cycle-b.ts');
    expect(found.filter((violation) => innocent.includes(violation.from))).toEqual([]);
  });
});
