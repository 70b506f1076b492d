/// <reference types="vite/types/importMeta.d.ts" />
import { createLeaderLock } from './leader-lock.ts';
import { parseMigration } from './parse-migration.ts';
import type { Database } from './pool.ts';
import { writeTransaction } from './write-transaction.ts';

const ACTOR = 'sample data';

const files: Record<string, string> = import.meta.glob('../../sql/sample-data.sql', {
  query: '?raw',
  import: 'default',
  eager: true,
});

/**
 * Puts the sample orders into a database that has never held any: both tables are empty. Of two servers that start
 * together one does it.
 *
 * @returns how many orders were added
 */
export async function loadSampleData(database: Database): Promise<number> {
  const [here] = await database.query<{ name: string }>('SELECT DATABASE() AS name');
  const lease = await createLeaderLock(database, here?.name ?? '').tryAcquire('sample');
  if (lease === null) return 0;
  try {
    return await writeTransaction(database, ACTOR, async (connection) => {
      const [empty] = await connection.rows(
        'SELECT NOT EXISTS (SELECT 1 FROM orders) AND NOT EXISTS (SELECT 1 FROM order_changes)',
      );
      if (Number(empty?.[0]) !== 1) return 0;
      let added = 0;
      for (const { sql } of Object.values(files).flatMap((text) => parseMigration('sample-data', text).statements)) {
        added += (await connection.execute(sql)).affectedRows;
      }
      return added;
    });
  } finally {
    await lease.release();
  }
}
