import { setTimeout as pause } from 'node:timers/promises';
import type { FaultRow } from '../fault-row.ts';

const TIMES = { short: 8, full: 60 };
/** Stopped for this long, then let go for a moment, in milliseconds. */
const STOPPED_MS = 400;
const RUNNING_MS = 100;

export const serversStutter: FaultRow = {
  title: '[FAULT-53] of three servers one gets a fifth of the time it needs',
  name: 'servers-stutter',
  fault: 'Three servers on one database, one of them stopped four fifths of the time',
  plan: { servers: 3, writers: 6 },
  told: null,
  incidents: [],
  async inject(scene) {
    const slow = scene.server(1);
    for (let i = 0; i < TIMES[scene.form]; i++) {
      process.kill(slow.pid, 'SIGSTOP');
      await pause(STOPPED_MS);
      process.kill(slow.pid, 'SIGCONT');
      await pause(RUNNING_MS);
    }
    return () => undefined;
  },
};
