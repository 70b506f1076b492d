import { migrate } from '../../src-main/mysql/migrate.ts';
import { createMysqlOrderRepository } from '../../src-main/mysql/mysql-order-repository.ts';
import { describeOrderRepository } from '../contract/order-repository.ts';
import { createTestDatabase } from '../support/database.ts';
import { migrateOptions, openDatabase } from '../support/sql.ts';

describeOrderRepository('MySQL', async () => {
  const server = await createTestDatabase();
  await migrate(migrateOptions(server));
  const database = openDatabase(server);
  return {
    orders: createMysqlOrderRepository(database),
    async release() {
      await database.end();
      await server.drop();
    },
  };
});
