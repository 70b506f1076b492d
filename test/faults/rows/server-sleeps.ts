import { eventually } from '../../support/eventually.ts';
import { type FaultRow, OUT_OF_REACH } from '../fault-row.ts';

export const serverSleeps: FaultRow = {
  title: '[FAULT-58] the server sleeps while the database and another server go on',
  name: 'server-sleeps',
  fault: 'Sleep of ten minutes (the server process stopped, the database goes on)',
  plan: { servers: 2, settings: { LOG_RETENTION_ROWS: '50' } },
  told: /cleaned|passed|no longer/,
  incidents: ['log-passed', ...OUT_OF_REACH],
  startsOver: ['log-passed'],
  longerMs: { short: 0, full: 600_000 },
  async inject(scene) {
    const sleeper = scene.server(0);
    const { firstId, database } = scene;
    process.kill(sleeper.pid, 'SIGSTOP');
    const [newest = firstId] = (await database.changeIds()).slice(-1);
    const passed = async () => {
      const [row] = await database.query<{ lowest: number }>('SELECT MIN(id) AS lowest FROM order_changes');
      return Number(row?.lowest) > newest + 1;
    };
    await eventually('the log is cleaned past it', passed, 30_000);
    await scene.lasts({ short: 0, full: 590_000 });
    return () => {
      process.kill(sleeper.pid, 'SIGCONT');
    };
  },
};
