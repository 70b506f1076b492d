import { describe, expect, it } from 'vitest';
import { textOf } from '../support/repository-files.ts';

interface Entry {
  readonly version?: string;
  readonly resolved?: string;
  readonly optionalDependencies?: Record<string, string>;
  readonly dev?: boolean;
  readonly license?: string;
  readonly hasInstallScript?: boolean;
}

/** Licences that let a program under MIT pass these packages on. A new one is a decision, not an update. */
const LICENCES = [
  'MIT',
  'ISC',
  '0BSD',
  'BSD-3-Clause',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'OFL-1.1',
  '(MIT OR CC0-1.0)',
  'Python-2.0',
];
/** Makes installers of a kind (Squirrel) that this program does not have, so its script need not run. */
const WITH_INSTALL_SCRIPT = ['node_modules/electron-winstaller'];

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

  it('[ARCH-33] what ships has a licence that allows it', () => {
    const others = Object.entries(packages)
      .filter(([path, { dev }]) => path !== '' && !dev)
      .filter(([, { license = 'none' }]) => !LICENCES.includes(license))
      .map(([path, { license }]) => `${path}: ${license}`);
    expect(others).toEqual([]);
  });

  it('[ARCH-34] no package needs its install script', () => {
    const scripts = Object.entries(packages).flatMap(([path, { hasInstallScript }]) =>
      hasInstallScript ? [path] : [],
    );
    expect(scripts).toEqual(WITH_INSTALL_SCRIPT);
  });
});
