import type { DatabaseConnection } from './mysql-connection.ts';

/** The tables that can be partitioned by their key `id`. */
export type PartitionedTable = 'order_changes' | 'order_history';

export interface Partition {
  readonly name: string;
  /** Its ids are below; `null`: the last one, which takes whatever the others do not. */
  readonly below: number | null;
}

/** Full partitions that are kept ready, so that writers never reach the last one. */
const AHEAD = 4;
/** With so many left the next ones are made. */
const ENOUGH = 2;
/** Takes every id there is, so that no write can fail for want of a partition. */
const LAST = 'pmax';

/**
 * Its partitions, ascending; none where it has none.
 *
 * @returns `null` for partitions that somebody made by another rule: they are left alone
 */
export async function readPartitions(
  connection: DatabaseConnection,
  table: PartitionedTable,
): Promise<readonly Partition[] | null> {
  const rows = await connection.rows(
    `SELECT PARTITION_NAME, PARTITION_DESCRIPTION, PARTITION_METHOD, PARTITION_EXPRESSION
     FROM information_schema.PARTITIONS
     WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ? AND PARTITION_NAME IS NOT NULL
     ORDER BY PARTITION_ORDINAL_POSITION`,
    [table],
  );
  const isOurs = rows.every(([, , method, by]) => method === 'RANGE' && String(by).replace(/`/g, '') === 'id');
  const partitions = rows.map(([name, below]) => ({
    name: String(name),
    below: below === 'MAXVALUE' ? null : Number(below),
  }));
  const last = partitions[partitions.length - 1];
  return isOurs && (last === undefined || last.below === null) ? partitions : null;
}

/**
 * Upper bounds to add, ascending: none while enough is left ahead.
 *
 * @param newest highest id in use; 0 for none
 * @param highest upper bound there is; 0 for none
 * @param each ids per partition
 */
export function boundsToAdd(newest: number, highest: number, each: number): readonly number[] {
  if (highest > newest + ENOUGH * each) return [];
  // Ids may have jumped: one partition then takes all that lies between, used or not.
  const first = Math.max(highest, Math.floor(newest / each) * each);
  const wanted = Math.floor(newest / each) + 1 + AHEAD - Math.floor(first / each);
  return Array.from({ length: Math.max(0, wanted) }, (_, index) => first + (index + 1) * each);
}

/** Turns a table without partitions into one with these. Copies its rows, and writers wait for that. */
export function partitionStatement(table: PartitionedTable, bounds: readonly number[]): string {
  return `ALTER TABLE ${table} PARTITION BY RANGE (id) (${definitions(bounds)})`;
}

/** Adds partitions below the last one. Copies the rows of the last one, of which there should be none. */
export function addStatement(table: PartitionedTable, bounds: readonly number[]): string {
  return `ALTER TABLE ${table} REORGANIZE PARTITION ${LAST} INTO (${definitions(bounds)})`;
}

export function dropStatement(table: PartitionedTable, names: readonly string[]): string {
  return `ALTER TABLE ${table} DROP PARTITION ${names.map((name) => `\`${name.replace(/`/g, '``')}\``).join(', ')}`;
}

/** Whether the last partition has more than so many rows. */
export async function lastHasMoreThan(
  connection: DatabaseConnection,
  table: PartitionedTable,
  rows: number,
): Promise<boolean> {
  const [row] = await connection.rows(
    `SELECT COUNT(*) FROM (SELECT 1 FROM ${table} PARTITION (${LAST}) LIMIT ${rows + 1}) AS counted`,
  );
  return Number(row?.[0]) > rows;
}

/** Whether the whole table has more than so many rows. */
export async function hasMoreThan(
  connection: DatabaseConnection,
  table: PartitionedTable,
  rows: number,
): Promise<boolean> {
  const [row] = await connection.rows(`SELECT COUNT(*) FROM (SELECT 1 FROM ${table} LIMIT ${rows + 1}) AS counted`);
  return Number(row?.[0]) > rows;
}

/** The highest id; 0 for none. */
export async function newestId(connection: DatabaseConnection, table: PartitionedTable): Promise<number> {
  const [row] = await connection.rows(`SELECT MAX(id) FROM ${table}`);
  return Number(row?.[0] ?? 0);
}

function definitions(bounds: readonly number[]): string {
  const each = bounds.map((below) => `PARTITION p${below} VALUES LESS THAN (${below})`);
  return [...each, `PARTITION ${LAST} VALUES LESS THAN MAXVALUE`].join(', ');
}
