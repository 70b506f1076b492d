import { readdir } from 'node:fs/promises';
import type { Stats } from '../../src-shared/rest-api.ts';

/** What this process takes of the machine now. */
export async function processFigures(loopDelayP99: number | null): Promise<Stats['process']> {
  const { user, system } = process.cpuUsage();
  const { heapTotal, external } = process.memoryUsage();
  return {
    startedAt: STARTED_AT,
    node: process.version,
    cpuUserMs: user / 1_000,
    cpuSystemMs: system / 1_000,
    heapTotalBytes: heapTotal,
    externalBytes: external,
    openFiles: await countOpenFiles(),
    loopDelayP99,
  };
}

// Once: a clock that is set later must not move it.
const STARTED_AT = new Date(Date.now() - process.uptime() * 1_000).toISOString();

/** `null` on systems without `/proc`. */
async function countOpenFiles(): Promise<number | null> {
  if (process.platform !== 'linux') return null;
  try {
    // One of them is the folder that is being read.
    return (await readdir('/proc/self/fd')).length - 1;
  } catch {
    return null;
  }
}
