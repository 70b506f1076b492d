import { type FaultRow, OUT_OF_REACH } from '../fault-row.ts';

export const databaseFrozen: FaultRow = {
  title: '[FAULT-41] the database stands still while its connections stay open',
  name: 'database-frozen',
  fault: 'Database frozen with SIGSTOP for 30 s',
  plan: { database: 'own', settings: { DB_CONNECT_TIMEOUT_MS: '1000' } },
  told: /no answer in time/,
  incidents: OUT_OF_REACH,
  async inject(scene) {
    scene.own.freeze();
    await scene.reads(/no answer in time/);
    await scene.lasts({ short: 2_000, full: 28_000 });
    return () => scene.own.thaw();
  },
};
