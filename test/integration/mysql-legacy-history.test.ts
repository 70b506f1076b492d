import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrate } from '../../src-main/mysql/migrate.ts';
import { createMysqlOrderRepository } from '../../src-main/mysql/mysql-order-repository.ts';
import type { Database } from '../../src-main/mysql/pool.ts';
import { createBaseSchema } from '../support/base-schema.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { migrateOptions, openDatabase } from '../support/sql.ts';

describe('history across an upgrade', () => {
  let server: TestDatabase;
  let database: Database;

  beforeEach(async () => {
    server = await createTestDatabase();
    database = openDatabase(server);
  });

  afterEach(async () => {
    await database.end();
    await server.drop();
  });

  it("[SQL-120] shows the changes that the base's own triggers wrote, before those of today's", async () => {
    await createBaseSchema(server);
    await server.query("INSERT INTO orders (customer_name, product_name) VALUES ('Zoë', 'Laptop')");
    await server.query("UPDATE orders SET status = 'shipped'");
    await migrate(migrateOptions(server));
    await server.query("UPDATE orders SET status = 'delivered'");
    const { changes, complete } = await createMysqlOrderRepository(database).history(1, 10);
    expect(changes.map(({ type, order }) => [type, order.status, order.version])).toEqual([
      ['UPDATE', 'delivered', 2],
      ['UPDATE', 'shipped', 0],
      ['INSERT', 'pending', 0],
    ]);
    expect(changes[1]).toMatchObject({ previous: { status: 'pending' }, actor: null });
    expect(changes[2]?.order).toMatchObject({ customer_name: 'Zoë', updated_at: null });
    expect(complete).toBe(true);
  });
});
