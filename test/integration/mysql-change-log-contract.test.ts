import type { ResultSetHeader } from 'mysql2/promise';
import { migrate } from '../../src-main/mysql/migrate.ts';
import { MysqlChangeLog } from '../../src-main/mysql/mysql-change-log.ts';
import { MysqlLogRetention } from '../../src-main/mysql/mysql-log-retention.ts';
import { describeChangeLog } from '../contract/change-log.ts';
import { createTestDatabase } from '../support/database.ts';
import { migrateOptions, openDatabase } from '../support/sql.ts';

describeChangeLog('on a real server', async () => {
  const server = await createTestDatabase();
  await migrate(migrateOptions(server));
  const database = openDatabase(server);
  const log = new MysqlChangeLog(database, 5_000);
  const retention = new MysqlLogRetention(log.reader, 90);
  await server.query('SET innodb_lock_wait_timeout = 3');
  return {
    log,
    async begin() {
      const connection = await server.connect();
      await connection.query('SET innodb_lock_wait_timeout = 3');
      await connection.query('START TRANSACTION');
      const end = async (how: string) => {
        await connection.query(how);
        await connection.end();
      };
      return {
        async insert(name) {
          const sql = "INSERT INTO orders (customer_name, product_name) VALUES (?, 'Laptop')";
          const [{ insertId }] = await connection.query<ResultSetHeader>(sql, [name]);
          return insertId;
        },
        async update(id, name) {
          await connection.query('UPDATE orders SET customer_name = ? WHERE id = ?', [name, id]);
        },
        async remove(id) {
          await connection.query('DELETE FROM orders WHERE id = ?', [id]);
        },
        commit: () => end('COMMIT'),
        rollback: () => end('ROLLBACK'),
      };
    },
    async committedIds() {
      const rows = await server.query<{ id: number }>('SELECT id FROM order_changes ORDER BY id');
      return rows.map((row) => Number(row.id));
    },
    async truncateLog() {
      await server.query('TRUNCATE TABLE order_changes');
    },
    async jumpLogIds(to) {
      await server.query(`ALTER TABLE order_changes AUTO_INCREMENT = ${to}`);
    },
    async cleanBelow(id) {
      await retention.deleteBelow(id, 100_000);
    },
    async writeDamagedRow() {
      await server.query("INSERT INTO order_changes (order_id, operation_type, new_data) VALUES (1, 'INSERT', NULL)");
    },
    async clear() {
      await server.query('DELETE FROM orders');
      await server.query('DELETE FROM order_changes');
    },
    async close() {
      await log.close();
      await database.end();
      await server.drop();
    },
  };
});
