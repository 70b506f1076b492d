import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { isProcessWith } from '../../scripts/lib/process-identity.mjs';
import { ROOT } from '../../scripts/lib/repository.mjs';
import { startVirtualDisplay } from '../../scripts/lib/virtual-display.mjs';
import { eventually } from '../support/eventually.ts';

const root = mkdtempSync(join(tmpdir(), 'orderdeck-display-'));

afterAll(() => rmSync(root, { recursive: true, force: true, maxRetries: 10 }));

function newFolder(): string {
  return mkdtempSync(join(root, 'case-'));
}

/** Whether a display keeps its picture there. */
function isAlive(pictureFolder: string): boolean {
  return readdirSync('/proc').some((name) => /^\d+$/.test(name) && isProcessWith(Number(name), pictureFolder));
}

describe('a virtual display', () => {
  it('[LAUNCH-30] gets a number of its own, and ends when it is stopped', async () => {
    const folders = [newFolder(), newFolder(), newFolder()];
    const displays = await Promise.all(folders.map((pictureFolder) => startVirtualDisplay({ pictureFolder })));
    expect(new Set(displays.map(({ display }) => display)).size).toBe(3);
    expect(folders.map(isAlive)).toEqual([true, true, true]);
    await Promise.all(displays.map((one) => one.stop()));
    expect(folders.map(isAlive)).toEqual([false, false, false]);
  });

  it('[LAUNCH-30] says why it cannot come up', async () => {
    await expect(startVirtualDisplay({ pictureFolder: '/nowhere/at/all' })).rejects.toThrow(/Xvfb ended: .*nowhere/s);
    expect(isAlive('/nowhere/at/all')).toBe(false);
  });

  it('[LAUNCH-30] ends with the process that started it, even if that is killed', async () => {
    const pictureFolder = newFolder();
    const script = `
      import { startVirtualDisplay } from './scripts/lib/virtual-display.mjs';
      await startVirtualDisplay({ pictureFolder: process.argv[1] });
      console.log('up');
      setInterval(() => undefined, 60_000);`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script, pictureFolder], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await once(child, 'exit');
    await eventually('the display is gone', () => !isAlive(pictureFolder));
  });
});
