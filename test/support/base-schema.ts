import type { TestDatabase } from './database.ts';

const row = (side: 'NEW' | 'OLD') =>
  `JSON_OBJECT('id', ${side}.id, 'customer_name', ${side}.customer_name, 'product_name', ${side}.product_name,
     'status', ${side}.status, 'updated_at', ${side}.updated_at)`;

/** The tables and triggers of an earlier version of this design: INT ids, times in the writer's zone, no versions. */
export async function createBaseSchema(server: Pick<TestDatabase, 'query'>, charset = 'utf8mb4'): Promise<void> {
  await server.query(`CREATE TABLE orders (
    id INT AUTO_INCREMENT PRIMARY KEY,
    customer_name VARCHAR(255) NOT NULL,
    product_name VARCHAR(255) NOT NULL,
    status ENUM('pending', 'shipped', 'delivered') DEFAULT 'pending',
    updated_at TIMESTAMP NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
    created_at TIMESTAMP NULL DEFAULT CURRENT_TIMESTAMP,
    INDEX idx_status (status),
    INDEX idx_updated_at (updated_at)
  ) ENGINE=InnoDB DEFAULT CHARSET=${charset}`);
  await server.query(`CREATE TABLE order_changes (
    id INT AUTO_INCREMENT PRIMARY KEY,
    order_id INT NOT NULL,
    operation_type ENUM('INSERT', 'UPDATE', 'DELETE') NOT NULL,
    old_data JSON,
    new_data JSON,
    changed_at TIMESTAMP NULL DEFAULT CURRENT_TIMESTAMP,
    processed BOOLEAN DEFAULT FALSE,
    INDEX idx_processed (processed),
    INDEX idx_changed_at (changed_at)
  ) ENGINE=InnoDB DEFAULT CHARSET=${charset}`);
  await server.query(`CREATE TRIGGER order_insert_trigger AFTER INSERT ON orders FOR EACH ROW
    INSERT INTO order_changes (order_id, operation_type, new_data) VALUES (NEW.id, 'INSERT', ${row('NEW')})`);
  await server.query(`CREATE TRIGGER order_update_trigger AFTER UPDATE ON orders FOR EACH ROW
    INSERT INTO order_changes (order_id, operation_type, old_data, new_data)
    VALUES (NEW.id, 'UPDATE', ${row('OLD')}, ${row('NEW')})`);
  await server.query(`CREATE TRIGGER order_delete_trigger AFTER DELETE ON orders FOR EACH ROW
    INSERT INTO order_changes (order_id, operation_type, old_data) VALUES (OLD.id, 'DELETE', ${row('OLD')})`);
}

/** Fills `orders` with this many rows, each of them logged. */
export async function fillOrders(server: TestDatabase, count: number): Promise<void> {
  const values = Array.from({ length: count }, (_, i) => `('Customer ${i}', 'Product ${i}')`).join(',');
  await server.query(`INSERT INTO orders (customer_name, product_name) VALUES ${values}`);
}

/** Names of the triggers on `orders`. */
export async function triggerNames(server: Pick<TestDatabase, 'query' | 'name'>): Promise<string[]> {
  const rows = await server.query<{ name: string }>(
    `SELECT TRIGGER_NAME AS name FROM information_schema.TRIGGERS
     WHERE EVENT_OBJECT_SCHEMA = ? AND EVENT_OBJECT_TABLE = 'orders' ORDER BY 1`,
    [server.name],
  );
  return rows.map(({ name }) => name);
}

export const OUR_TRIGGERS = ['after_delete', 'after_insert', 'after_update', 'before_insert', 'before_update'].map(
  (event) => `orderdeck_1_${event}`,
);
