import { type FaultRow, OUT_OF_REACH } from '../fault-row.ts';

/** So little that the changes kept for clients that come back do not fit. */
const LIMITS = { NODE_OPTIONS: '--max-old-space-size=48', WINDOW_BYTES: '1073741824' };
const NAME = '📦'.repeat(255);

export const memoryLimit: FaultRow = {
  title: '[FAULT-57] the server runs out of memory, ends, and is started again',
  name: 'memory-limit',
  fault: 'Memory limit of 48 MB reached, process ends, supervisor starts it again',
  plan: { writers: 3 },
  told: /connection closed \(1006\)/,
  // Before it ends it has no time for anything.
  incidents: OUT_OF_REACH,
  prepare: async () => LIMITS,
  async inject(scene) {
    const state = { hasEnded: false };
    const server = scene.server();
    void server.exit.then(() => {
      state.hasEnded = true;
    });
    const rows = Array.from({ length: 250 }, () => [NAME, NAME]);
    for (let i = 0; i < 400 && !state.hasEnded; i++) {
      await scene.database.query('INSERT INTO orders (customer_name, product_name) VALUES ?', [rows]);
      await scene.database.query("DELETE FROM orders WHERE customer_name LIKE '📦%'");
    }
    const { signal, code } = await server.exit;
    if (signal !== 'SIGABRT' && code !== 134) throw new Error(`It ended with ${signal ?? code}`);
    return () => scene.restart(0, { NODE_OPTIONS: '', WINDOW_BYTES: '4194304' });
  },
};
