import { triggerNames } from '../../support/base-schema.ts';
import type { FaultRow } from '../fault-row.ts';
import { triggersOf } from './older-dump.ts';

export const triggerDropped: FaultRow = {
  title: '[FAULT-48] the triggers are dropped, others write meanwhile, and they are put back',
  name: 'trigger-dropped',
  fault: 'Triggers dropped, writes made without them, put back',
  told: /changed without the change log/,
  incidents: ['drift'],
  startsOver: ['drift'],
  unlogged: true,
  async inject({ database }) {
    const statements = await triggersOf(database);
    const names = await triggerNames(database);
    for (const name of names) await database.query(`DROP TRIGGER \`${name}\``);
    await database.query("UPDATE orders SET product_name = 'unlogged' WHERE id % 3 = 0");
    await database.query('DELETE FROM orders WHERE id % 20 = 7 AND customer_name LIKE ?', ['Customer%']);
    return async () => {
      for (const statement of statements) await database.query(statement);
    };
  },
};
