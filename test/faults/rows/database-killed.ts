import { type FaultRow, OUT_OF_REACH } from '../fault-row.ts';

export const databaseKilled: FaultRow = {
  title: '[FAULT-40] the database is killed and started again',
  name: 'database-killed',
  fault: 'Database killed with SIGKILL and started again',
  plan: { database: 'own' },
  told: /cannot be reached/,
  incidents: OUT_OF_REACH,
  async inject(scene) {
    await scene.own.kill();
    await scene.reads(/cannot be reached/);
    await scene.lasts({ short: 0, full: 5_000 });
    return () => scene.own.start();
  },
};
