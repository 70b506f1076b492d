import { describe, expect, it } from 'vitest';
import { sourceFiles, textOf } from '../support/repository-files.ts';

const RULE = /\[([A-Z]+-\d+)\]/g;

/** The numbers of the rules that the tests name. */
function namedRules(): Set<string> {
  const tests = sourceFiles(['test'], ['.ts', '.tsx']);
  return new Set(tests.flatMap(({ text }) => [...text.matchAll(RULE)].map(([, rule]) => rule ?? '')));
}

/** The numbers of the rules in SPEC.md. */
function writtenRules(): string[] {
  return [...textOf('test/SPEC.md').matchAll(/^- \*\*([A-Z]+-\d+)\*\* ./gm)].map(([, rule]) => rule ?? '');
}

describe('the specification', () => {
  it('[ARCH-40] has every rule that a test names, and each rule once', () => {
    const written = writtenRules();
    expect(written.filter((rule, index) => written.indexOf(rule) !== index)).toEqual([]);
    expect([...namedRules()].filter((rule) => !written.includes(rule)).sort()).toEqual([]);
  });

  it('[ARCH-40] has no rule without a test', () => {
    const named = namedRules();
    expect(writtenRules().filter((rule) => !named.has(rule))).toEqual([]);
  });
});
