import { SimulatedChangeLog } from '../support/simulated-change-log.ts';
import { SimulatedDatabase } from '../support/simulated-database.ts';
import { describeChangeLog } from './change-log.ts';

describeChangeLog('simulated', async () => {
  const database = new SimulatedDatabase();
  return {
    log: new SimulatedChangeLog(database),
    async begin() {
      const writer = database.begin();
      return {
        insert: async (name) => writer.insert(name),
        update: async (id, name) => writer.update(id, name),
        remove: async (id) => writer.remove(id),
        commit: async () => writer.commit(),
        rollback: async () => writer.rollback(),
      };
    },
    committedIds: async () => database.committedRows().map((row) => row.id),
    truncateLog: async () => database.truncateLog(),
    jumpLogIds: async (to) => database.jumpLogIds(to),
    cleanBelow: async (id) => database.cleanBelow(id),
    async writeDamagedRow() {
      database.damage();
    },
    async clear() {
      database.orders.clear();
      database.rows.clear();
    },
    close: async () => undefined,
  };
});
