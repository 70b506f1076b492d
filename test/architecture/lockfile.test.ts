import { describe, expect, it } from 'vitest';
import { textOf } from '../support/repository-files.ts';

interface Entry {
  readonly version?: string;
  readonly resolved?: string;
  readonly optionalDependencies?: Record<string, string>;
}

const { packages } = JSON.parse(textOf('package-lock.json')) as { packages: Record<string, Entry> };

describe('package-lock.json', () => {
  // npm leaves out what it could not fetch while writing it, and `npm ci` then refuses the whole file.
  it('[ARCH-30] has an entry for each optional package, also for other systems', () => {
    const missing = Object.entries(packages).flatMap(([path, entry]) =>
      Object.keys(entry.optionalDependencies ?? {}).filter(
        (name) => !(`node_modules/${name}` in packages) && !(`${path}/node_modules/${name}` in packages),
      ),
    );
    expect(missing).toEqual([]);
  });

  // Packages come from whatever registry npm is set up for; their checksums say whether they are the right ones.
  it('[ARCH-31] names no registry', () => {
    expect(Object.values(packages).flatMap(({ resolved }) => (resolved === undefined ? [] : [resolved]))).toEqual([]);
  });

  it('[ARCH-32] package.json names exact versions', () => {
    const manifest = JSON.parse(textOf('package.json')) as Record<string, Record<string, string> | undefined>;
    const named = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
  });
});
