import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../../support/eventually.ts';
import type { FaultRow } from '../fault-row.ts';
import type { FaultScene } from '../fault-scene.ts';

const HOUR_S = 3_600;
const PRELOAD = new URL('../shifted-clock.cjs', import.meta.url).pathname;

const folders = new Map<FaultScene, string>();

/** The server's clock is set, and some writers live an hour before or after: their rows carry such times. */
export const clockSet: FaultRow = {
  title: '[FAULT-54] the clock is set back and forth by an hour, that of the server and those of writers',
  name: 'clock-set',
  fault: "Clock set back and forth by an hour: the server's, and the writers' sessions",
  plan: {
    servers: 2,
    writersSql: `, timestamp = UNIX_TIMESTAMP(SYSDATE(6)) + IF(CONNECTION_ID() % 2, ${HOUR_S}, -${HOUR_S})`,
  },
  told: null,
  incidents: [],
  async prepare(scene) {
    const folder = mkdtempSync(join(tmpdir(), 'orderdeck-clock-'));
    folders.set(scene, folder);
    const file = join(folder, 'seconds');
    writeFileSync(file, '0');
    return { NODE_OPTIONS: `--require=${PRELOAD}`, SHIFTED_CLOCK_FILE: file };
  },
  async inject(scene) {
    const file = join(folders.get(scene) ?? '', 'seconds');
    for (const seconds of [-HOUR_S, HOUR_S, -HOUR_S]) {
      writeFileSync(file, String(seconds));
      for (const { pid } of scene.servers) process.kill(pid, 'SIGUSR2');
      await eventually('the server shows the other time', async () => {
        const { lastAt } = (await scene.server().stats()).audit;
        const aheadMs = Date.parse(lastAt ?? '') - Date.now();
        return Math.abs(aheadMs - seconds * 1_000) < 60_000;
      });
      await scene.progress(40);
      await scene.lasts({ short: 1_500, full: 15_000 });
    }
    return () => {
      writeFileSync(file, '0');
      for (const { pid } of scene.servers) process.kill(pid, 'SIGUSR2');
    };
  },
  async afterwards(scene) {
    rmSync(folders.get(scene) ?? '', { recursive: true, force: true });
  },
};
