import type { OrderRepository } from '../../src-main/commands/order-repository.ts';
import { migrate } from '../../src-main/mysql/migrate.ts';
import { createMysqlOrderRepository } from '../../src-main/mysql/mysql-order-repository.ts';
import type { Database } from '../../src-main/mysql/pool.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { migrateOptions, openDatabase } from './sql.ts';

/** The real repository on a migrated database of its own. */
export interface MysqlOrders {
  readonly orders: OrderRepository;
  readonly server: TestDatabase;
  readonly database: Database;
  /** Empties the orders, their log and its archive. */
  clear(): Promise<void>;
  drop(): Promise<void>;
}

export async function openMysqlOrders(): Promise<MysqlOrders> {
  const server = await createTestDatabase({ create: false });
  await migrate(migrateOptions(server));
  await server.query(`USE \`${server.name}\``);
  const database = openDatabase(server);
  return {
    orders: createMysqlOrderRepository(database),
    server,
    database,
    async clear() {
      await server.query('DELETE FROM orders');
      await server.query('DELETE FROM order_changes');
      await server.query('DELETE FROM orderdeck_batches');
      await server.query('DELETE FROM order_history');
    },
    async drop() {
      await database.end();
      await server.drop();
    },
  };
}
