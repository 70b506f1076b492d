import type { FaultRow } from '../fault-row.ts';
import { killAtEach, type Moment } from './killed-at.ts';

/** In the sequence of one clean-up; see src-main/feed/cleanup.ts. */
const MOMENTS: readonly Moment[] = [
  { statement: /INSERT INTO orderdeck_readers/, side: 'answer' },
  { statement: /name = 'checkpoint'/, side: 'answer' },
  { statement: /GET_LOCK\('orderdeck:cleanup/, side: 'answer' },
  { statement: /name = 'cleaned_below' AND/, side: 'answer' },
  { statement: /INSERT IGNORE INTO order_history/, side: 'statement' },
  { statement: /INSERT IGNORE INTO order_history/, side: 'answer' },
  { statement: /DELETE FROM order_changes/, side: 'answer' },
  { statement: /SET processed = TRUE/, side: 'answer' },
];

export const killedInCleanup: FaultRow = {
  title: '[FAULT-51] the server is killed in each phase of a clean-up',
  name: 'killed-in-cleanup',
  fault: 'Server killed with SIGKILL in each phase of a clean-up',
  plan: { wire: true, settings: { LOG_RETENTION_ROWS: '20', CLEANUP_INTERVAL_MS: '200' } },
  told: /connection closed \(1006\)/,
  incidents: [],
  // While it is away nobody cleans, so whoever comes back finds what he missed.
  async inject(scene) {
    await killAtEach(scene, MOMENTS, () => scene.insert(40));
    return () => undefined;
  },
  async afterwards({ database }) {
    const twice = await database.query(
      'SELECT change_id FROM order_history GROUP BY change_id HAVING COUNT(*) > 1 UNION ALL SELECT change_id FROM order_changes JOIN order_history ON change_id = order_changes.id',
    );
    if (twice.length > 0) throw new Error(`${twice.length} changes are kept twice`);
  },
};
