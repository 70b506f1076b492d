import type { DatabaseConnection } from './mysql-connection.ts';
import type { SchemaCondition } from './parse-migration.ts';

/**
 * Whether the schema of the connection's database has this, by information_schema. Triggers show only to a user with
 * the TRIGGER right.
 */
export async function conditionHolds(connection: DatabaseConnection, condition: SchemaCondition): Promise<boolean> {
  const { sql, values } = countOf(condition);
  const [row] = await connection.rows(sql, values);
  const count = Number(row?.[0] ?? 0);
  return condition.kind === 'charset' ? count === 0 : count > 0;
}

const HERE = 'TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ?';

function countOf(condition: SchemaCondition): { sql: string; values: unknown[] } {
  const { table } = condition;
  switch (condition.kind) {
    case 'table':
      return { sql: `SELECT COUNT(*) FROM information_schema.TABLES WHERE ${HERE}`, values: [table] };
    case 'column':
      return {
        sql: `SELECT COUNT(*) FROM information_schema.COLUMNS WHERE ${HERE} AND COLUMN_NAME = ?`,
        values: [table, condition.column],
      };
    case 'type':
      // Before MySQL 8.0.19, and on MariaDB, integers show a display width that means nothing.
      return {
        sql: `SELECT COUNT(*) FROM information_schema.COLUMNS
              WHERE ${HERE} AND COLUMN_NAME = ? AND (COLUMN_TYPE = ? OR COLUMN_TYPE LIKE ?)`,
        values: [table, condition.column, condition.type, `${condition.type}(__)`],
      };
    case 'referenced':
      return {
        sql: `SELECT COUNT(*) FROM information_schema.KEY_COLUMN_USAGE
              WHERE REFERENCED_TABLE_SCHEMA = DATABASE() AND REFERENCED_TABLE_NAME = ? AND REFERENCED_COLUMN_NAME = ?`,
        values: [table, condition.column],
      };
    case 'index': {
      const { columns } = condition;
      return {
        sql: `SELECT COUNT(*) FROM (
                SELECT GROUP_CONCAT(COLUMN_NAME ORDER BY SEQ_IN_INDEX) AS columns_in_index
                FROM information_schema.STATISTICS WHERE ${HERE} AND SEQ_IN_INDEX <= ? AND SUB_PART IS NULL
                GROUP BY INDEX_NAME) AS indexes
              WHERE columns_in_index = ?`,
        values: [table, columns.length, columns.join(',')],
      };
    }
    case 'trigger':
      return {
        sql: `SELECT COUNT(*) FROM information_schema.TRIGGERS
              WHERE EVENT_OBJECT_SCHEMA = DATABASE() AND EVENT_OBJECT_TABLE = ? AND TRIGGER_NAME = ?`,
        values: [table, condition.trigger],
      };
    case 'charset':
      return {
        sql: `SELECT COUNT(*) FROM information_schema.COLUMNS WHERE ${HERE} AND CHARACTER_SET_NAME <> ?`,
        values: [table, condition.charset],
      };
  }
}
