import { eventually } from '../../support/eventually.ts';
import { type FaultRow, OUT_OF_REACH } from '../fault-row.ts';
import type { FaultScene } from '../fault-scene.ts';
import { within } from './killed-at.ts';

/** What it holds locked must come free by itself: nobody knows when it wakes up. */
export const serverStopsInTransaction: FaultRow = {
  title: '[FAULT-61] a server is stopped in the middle of a clean-up and of a write, and holds up nobody for long',
  name: 'server-stops-in-transaction',
  fault: 'Sleep in the middle of a clean-up and of a write, locks held; others go on within seconds',
  plan: { servers: 2, wire: true, commands: false, settings: { LOG_RETENTION_ROWS: '50' } },
  told: /stood still|cannot be reached/,
  incidents: [...OUT_OF_REACH, 'log-passed'],
  startsOver: ['log-passed'],
  async inject(scene) {
    const sleeper = scene.server(0);
    await eventually('it leads', async () => (await sleeper.stats()).log.leader);
    const cleaning = scene.wire.hold(/DELETE FROM order_changes/, 'answer');
    await scene.insert(100);
    await within('a clean-up', cleaning);
    const [order] = await scene.database.query<{ id: number }>('SELECT MIN(id) AS id FROM orders');
    const id = Number(order?.id);
    const writing = scene.wire.hold(/UPDATE orders SET/, 'answer');
    write(`${sleeper.url}/api/orders/${id}`);
    await within('a write', writing);
    process.kill(sleeper.pid, 'SIGSTOP');
    await scene.lasts({ short: 0, full: 30_000 });
    await othersGoOn(scene, id);
    return () => {
      process.kill(sleeper.pid, 'SIGCONT');
    };
  },
};

/** Nobody waits for the answer, which does not come. */
function write(url: string): void {
  const headers = { 'content-type': 'application/json' };
  fetch(url, { method: 'PUT', headers, body: JSON.stringify({ product_name: 'asleep' }) }).catch(() => undefined);
}

async function othersGoOn({ database }: FaultScene, id: number): Promise<void> {
  await eventually('the order can be written', async () => {
    await database.query("UPDATE orders SET product_name = 'awake' WHERE id = ?", [id]);
    return true;
  });
  const [newest = 0] = (await database.changeIds()).slice(-1);
  await eventually('the log is cleaned', async () => {
    const [row] = await database.query<{ lowest: number }>('SELECT MIN(id) AS lowest FROM order_changes');
    return Number(row?.lowest) > newest;
  });
}
