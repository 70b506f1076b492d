import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type SourceFile, sourceFiles } from '../support/repository-files.ts';

const PRODUCT = sourceFiles(['src-main', 'src-shared', 'src-renderer', 'src-preload'], ['.ts', '.tsx']);
const SCRIPTS = sourceFiles(['scripts'], ['.mjs']);
const TESTS = sourceFiles(['test'], ['.ts', '.tsx']);
const ALL = [...PRODUCT, ...SCRIPTS, ...TESTS];

/** `path:line` of each line that matches. */
function linesWith(files: readonly SourceFile[], pattern: RegExp): string[] {
  return files.flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}`] : [])),
  );
}

function percentile(files: readonly SourceFile[], fraction: number): number {
  const sizes = files.map((file) => file.lines).sort((a, b) => a - b);
  return sizes[Math.min(sizes.length - 1, Math.ceil(sizes.length * fraction) - 1)] ?? 0;
}

describe('source files', () => {
  it('[ARCH-1] are small: median at most 60 lines, 95 % at most 250, none over 400', () => {
    expect(PRODUCT.length).toBeGreaterThan(50);
    expect(PRODUCT.filter((file) => file.lines > 400).map((file) => `${file.path}: ${file.lines}`)).toEqual([]);
    expect(percentile(PRODUCT, 0.95)).toBeLessThanOrEqual(250);
    expect(percentile(PRODUCT, 0.5)).toBeLessThanOrEqual(60);
  });

  it('[ARCH-1] holds for scripts and tests too, apart from the median', () => {
    const rest = [...SCRIPTS, ...TESTS];
    expect(rest.filter((file) => file.lines > 400).map((file) => `${file.path}: ${file.lines}`)).toEqual([]);
  });

  it('[ARCH-2] are named in kebab-case', () => {
    const named = /^[a-z0-9]+(-[a-z0-9]+)*(\.(test|config|d))?\.(ts|tsx|mjs)$/;
    expect(ALL.map((file) => file.path).filter((path) => !named.test(basename(path)))).toEqual([]);
  });

  it('[ARCH-3] have no default export; only tools that ask for one get it', () => {
    const asked = new Set(['test/vitest.config.ts']);
    // A declaration tells what somebody else's package exports.
    const files = ALL.filter((file) => !asked.has(file.path) && !file.path.endsWith('.d.ts'));
    expect(linesWith(files, /^\s*export\s+(default\b|\{[^}]*\bas\s+default\b)/)).toEqual([]);
  });

  it('[ARCH-4] are no barrels: nothing is exported from somewhere else', () => {
    expect(linesWith(ALL, /^\s*export\s+(type\s+)?(\*|\{[^}]*\})\s+from\b/)).toEqual([]);
    expect(ALL.map((file) => file.path).filter((path) => /\/index\.tsx?$/.test(path))).toEqual([]);
  });

  it('[ARCH-5] import project files by their full name', () => {
    expect(
      linesWith(ALL, /\bfrom\s+'\.{1,2}\/[^']*(?<!\.(ts|tsx|mjs|css|json|sql|svg|png)(\?raw|\?url|\?inline)?)'/),
    ).toEqual([]);
  });

  it('[ARCH-6] take no way round the compiler; a test may, where it says why', () => {
    const wayRound = /@ts-(ignore|nocheck|expect-error)|\bas any\b|:\s*any\b(?![a-z ]*[a-z])/;
    expect(linesWith([...PRODUCT, ...SCRIPTS], wayRound)).toEqual([]);
    const unexplained = TESTS.filter((file) => file.path !== 'test/architecture/source-files.test.ts').map((file) => ({
      ...file,
      text: file.text.replace(/biome-ignore [\w/]+: .*\n.*/g, '\n'),
    }));
    expect(linesWith(unexplained, wayRound)).toEqual([]);
    const others = ALL.filter((file) => file.path !== 'test/architecture/source-files.test.ts');
    expect(linesWith(others, /biome-ignore(?! \S+: \S)/)).toEqual([]);
  });

  it('[ARCH-7] read process.env in one place of the product', () => {
    const elsewhere = PRODUCT.filter((file) => file.path !== 'src-main/config/env.ts');
    expect(linesWith(elsewhere, /\bprocess\.env\b/)).toEqual([]);
  });
});
