import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { isProcessWith } from '../../scripts/lib/process-identity.mjs';
import { startVirtualDisplay } from '../../scripts/lib/virtual-display.mjs';

/** Process number of the display, from the file it keeps its number with. */
function processOf(display: string): number {
  return Number(readFileSync(`/tmp/.X${display.slice(1)}-lock`, 'utf8'));
}

it('[LAUNCH-30] virtual displays started at once each get a number of their own, and end when they are stopped', async () => {
  const displays = await Promise.all([1, 2, 3].map(() => startVirtualDisplay({ width: 640, height: 480 })));
  const processes = displays.map(({ display }) => processOf(display));
  const alive = () => processes.map((pid) => isProcessWith(pid, '-displayfd'));
  expect(new Set(processes).size).toBe(3);
  expect(alive()).toEqual([true, true, true]);
  await Promise.all(displays.map((one) => one.stop()));
  expect(alive()).toEqual([false, false, false]);
});

it('[LAUNCH-30] a virtual display that cannot come up says why', async () => {
  await expect(startVirtualDisplay({ pictureFolder: '/nowhere/at/all' })).rejects.toThrow(/Xvfb ended: .*nowhere/s);
});
