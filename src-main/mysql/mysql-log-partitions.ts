import { type LogPartitions, PartitionsImpossible, type PartitionWork } from '../feed/log-partitions.ts';
import { moveArchivedMark, readValidMark } from './archived-mark.ts';
import type { DatabaseConnection } from './mysql-connection.ts';
import { classifyMysqlError } from './mysql-error.ts';
import { copyToArchive } from './order-archive.ts';
import { patientDdl } from './patient-ddl.ts';
import { type DatabaseAddress, plainWords } from './plain-words.ts';
import type { Database } from './pool.ts';
import { accountOf } from './preflight-rights.ts';
import {
  addStatement,
  boundsToAdd,
  dropStatement,
  hasMoreThan,
  lastHasMoreThan,
  newestId,
  type Partition,
  type PartitionedTable,
  partitionStatement,
  readPartitions,
} from './table-partitions.ts';
import { inTransaction } from './transaction.ts';

export interface MysqlLogPartitionsOptions {
  /** For statements that are short. */
  readonly connections: Pick<Database, 'use'>;
  readonly database: Pick<Database, 'connect'>;
  readonly address: DatabaseAddress;
  /** Ids per partition. */
  readonly rows: number;
  readonly historyDays: number;
  /** Whether this server has no read view open. */
  readonly isQuiet: () => boolean;
  /** Most rows that are copied into partitions, by table. */
  readonly mostCopied?: Readonly<Record<PartitionedTable, number>>;
}

/** Writers wait while the log is copied: a second or so. Nobody waits for the archive but who looks at the past. */
const MOST_COPIED: Readonly<Record<PartitionedTable, number>> = { order_changes: 100_000, order_history: 1_000_000 };

/** Rights that changing partitions takes, on both tables. */
export const PARTITION_RIGHTS = ['ALTER', 'CREATE', 'DROP'] as const;

export class MysqlLogPartitions implements LogPartitions {
  constructor(private readonly options: MysqlLogPartitionsOptions) {}

  bounds(): Promise<readonly number[] | null> {
    return this.options.connections.use(async (connection) => {
      const partitions = await readPartitions(connection, 'order_changes');
      if (partitions === null || partitions.length === 0) return null;
      return bounded(partitions).map(({ below }) => below);
    });
  }

  async extend(insist: boolean): Promise<PartitionWork> {
    const log = await this.extendTable('order_changes', insist);
    if (this.options.historyDays === 0) return log;
    const archive = await this.extendTable('order_history', insist);
    return log === 'done' ? archive : log;
  }

  archiveBelow(id: number, limit: number): Promise<number> {
    if (this.options.historyDays === 0) return Promise.resolve(0);
    return this.options.connections.use((connection) =>
      inTransaction(connection, async () => {
        const mark = await readValidMark(connection);
        const rows = await connection.rows(
          `SELECT id FROM order_changes WHERE id >= ${mark} AND id < ${id} ORDER BY id LIMIT ${limit}`,
        );
        const ids = rows.map(([each]) => Number(each));
        const [first] = ids;
        const last = ids[ids.length - 1];
        if (first !== undefined && last !== undefined) await archivePiece(connection, first, last, ids.length);
        const next = last !== undefined && ids.length === limit ? last + 1 : Math.max(mark, id);
        if (next !== mark) await moveArchivedMark(connection, next);
        return ids.length;
      }),
    );
  }

  async archivedBelow(): Promise<number> {
    if (this.options.historyDays === 0) return Number.POSITIVE_INFINITY;
    return this.options.connections.use(readValidMark);
  }

  async drop(bound: number, insist: boolean): Promise<PartitionWork> {
    const names = await this.options.connections.use(async (connection) => {
      const partitions = bounded((await readPartitions(connection, 'order_changes')) ?? []);
      const full = partitions.filter(({ below }) => below <= bound);
      const last = full[full.length - 1];
      if (last !== undefined) {
        // Written down first, as for rows: who finds its place gone must be able to tell a clean-up from a replaced log.
        await connection.execute(
          "UPDATE orderdeck_meta SET value = ? WHERE name = 'cleaned_below' AND CAST(value AS UNSIGNED) < ?",
          [String(last.below), last.below],
        );
      }
      return full.map(({ name }) => name);
    });
    return names.length === 0 ? 'done' : this.change('order_changes', dropStatement('order_changes', names), insist);
  }

  async dropOldHistory(insist: boolean): Promise<PartitionWork> {
    const names = await this.options.connections.use((connection) =>
      oldPartitions(connection, this.options.historyDays),
    );
    return names.length === 0 ? 'done' : this.change('order_history', dropStatement('order_history', names), insist);
  }

  private async extendTable(table: PartitionedTable, insist: boolean): Promise<PartitionWork> {
    const statement = await this.options.connections.use((connection) => this.extension(connection, table));
    return statement === null ? 'done' : this.change(table, statement, insist);
  }

  /** @returns `null` when nothing is to be done. @throws PartitionsImpossible */
  private async extension(connection: DatabaseConnection, table: PartitionedTable): Promise<string | null> {
    const partitions = await readPartitions(connection, table);
    if (partitions === null) {
      throw new PartitionsImpossible(`Table ${table} has partitions by another rule, which are left alone.`);
    }
    const newest = await newestId(connection, table);
    const highest = bounded(partitions).reduce((most, { below }) => Math.max(most, below), 0);
    const bounds = boundsToAdd(newest, highest, this.options.rows);
    if ((bounds[bounds.length - 1] ?? 0) > Number.MAX_SAFE_INTEGER) {
      throw new PartitionsImpossible(`The ids of table ${table} are too large for partitions.`);
    }
    if (bounds.length === 0) return null;
    const most = (this.options.mostCopied ?? MOST_COPIED)[table];
    if (partitions.length > 0) {
      if (!(await lastHasMoreThan(connection, table, most))) return addStatement(table, bounds);
      throw new PartitionsImpossible(`The ids of table ${table} have outrun its partitions by more than ${most} rows.`);
    }
    const statement = partitionStatement(table, bounds);
    if (!(await hasMoreThan(connection, table, most))) return statement;
    throw new PartitionsImpossible(
      `Table ${table} has more than ${most} rows, which would have to be copied while writers wait. It gets its partitions once it is shorter, or in a quiet hour by: ${statement}`,
    );
  }

  private async change(table: PartitionedTable, sql: string, insist: boolean): Promise<PartitionWork> {
    const { database, isQuiet, address } = this.options;
    try {
      return await patientDdl(database, sql, { insist, isQuiet });
    } catch (error) {
      switch (classifyMysqlError(error)) {
        case 'unreachable':
          throw error;
        case 'privilege': {
          const account = await this.options.connections.use(accountOf);
          throw new PartitionsImpossible(
            `User ${address.user} may not change the partitions of table ${table}. Repair: GRANT ${PARTITION_RIGHTS.join(', ')} ON \`${address.database}\`.\`${table}\` TO ${account}`,
            { cause: error },
          );
        }
        default:
          throw new PartitionsImpossible(`Table ${table}: ${plainWords(error, address)}`, { cause: error });
      }
    }
  }
}

/** @throws Error, so that the transaction rolls back, when a row came or went meanwhile: the next round looks again */
async function archivePiece(connection: DatabaseConnection, first: number, last: number, count: number): Promise<void> {
  try {
    const copied = await copyToArchive(connection, first, last, count);
    if (copied !== count) throw new Error(`${copied} of ${count} rows were archived`);
  } catch (error) {
    // Before the migration has made the archive, rows go as they did before there was one.
    if (classifyMysqlError(error) !== 'missing-table') throw error;
  }
}

function bounded(partitions: readonly Partition[]): readonly (Partition & { readonly below: number })[] {
  return partitions.filter((each): each is Partition & { readonly below: number } => each.below !== null);
}

/** Partitions of the archive, from the lowest on, with nothing that is still to be kept. */
async function oldPartitions(connection: DatabaseConnection, days: number): Promise<readonly string[]> {
  const newest = await newestId(connection, 'order_history');
  const names: string[] = [];
  for (const { name, below } of bounded((await readPartitions(connection, 'order_history')) ?? [])) {
    // The newest row stays: before MySQL 8 the next id was derived from it after a restart.
    if (below > newest) break;
    const [row] = await connection.rows(
      `SELECT MAX(changed_at) >= NOW(6) - INTERVAL ? DAY FROM order_history PARTITION (${name})`,
      [days],
    );
    if (Number(row?.[0] ?? 0) === 1) break;
    names.push(name);
  }
  return names;
}
