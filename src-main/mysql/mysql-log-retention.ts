import type { LogRetention } from '../feed/log-retention.ts';
import { readValidMark } from './archived-mark.ts';
import { idRangesSql } from './id-ranges-sql.ts';
import type { DatabaseConnection } from './mysql-connection.ts';
import { classifyMysqlError } from './mysql-error.ts';
import { copyToArchive, pruneArchive } from './order-archive.ts';
import type { Database } from './pool.ts';
import { inTransaction } from './transaction.ts';

/** Readers silent for this long are forgotten; one that wakes up later finds its place gone and takes a snapshot. */
const FORGET_READER_SECONDS = 86_400;

/**
 * The deleting side, built to stay out of the writers' way. Rows are looked up without locks, then locked as a piece of
 * the primary key that ends exactly at the last of them: one row further may be in flight, and a plan that reads the
 * whole table (which MySQL prefers once a list of ids makes up half of it) would wait for every transaction.
 */
export class MysqlLogRetention implements LogRetention {
  /** @param connections best at READ COMMITTED, where no gap between rows is locked */
  constructor(
    private readonly connections: Pick<Database, 'use'>,
    /** Rows that leave the log are kept for so long; with 0 they are not. */
    private readonly historyDays: number,
    /** So many days later are they pruned, where whole partitions of them are dropped in time. */
    private readonly pruneLaterDays = 0,
  ) {}

  markProcessed(below: number, limit: number): Promise<number> {
    return this.connections.use(async (connection) => {
      const ids = await idsWhere(connection, `processed = FALSE AND id < ${below}`, limit);
      if (ids.length === 0) return 0;
      const condition = idRangesSql(ids.map((id) => ({ from: id, to: id })));
      await connection.execute(`UPDATE order_changes FORCE INDEX (PRIMARY) SET processed = TRUE WHERE ${condition}`);
      return ids.length;
    });
  }

  oldestKept(keepRows: number): Promise<number | null> {
    return this.connections.use(async (connection) => {
      const [row] = await connection.rows('SELECT id FROM order_changes ORDER BY id DESC LIMIT 1 OFFSET ?', [
        Math.max(1, keepRows) - 1,
      ]);
      return row === undefined ? null : Number(row[0]);
    });
  }

  deleteBelow(id: number, limit: number): Promise<number> {
    return this.connections.use(async (connection) => {
      // Written down first: whoever finds the row of its place gone must be able to tell a clean-up from a replaced log.
      await connection.execute(
        "UPDATE orderdeck_meta SET value = ? WHERE name = 'cleaned_below' AND CAST(value AS UNSIGNED) < ?",
        [String(id), id],
      );
      const ids = await idsWhere(connection, `id < ${id}`, limit);
      const [first] = ids;
      const last = ids[ids.length - 1];
      if (first === undefined || last === undefined) return 0;
      const mark = this.historyDays === 0 ? Number.POSITIVE_INFINITY : await readValidMark(connection);
      // What is archived is not archived again; the rest of the slice comes with the next one.
      const archived = ids.filter((each) => each < mark);
      const lastArchived = archived[archived.length - 1];
      return lastArchived === undefined
        ? moveOrDelete(connection, { first, last, count: ids.length })
        : deletePiece(connection, { first, last: lastArchived, count: archived.length });
    });
  }

  pruneHistory(limit: number): Promise<number> {
    return this.connections.use((connection) =>
      pruneArchive(connection, this.historyDays + this.pruneLaterDays, limit),
    );
  }

  async forgetSilentReaders(): Promise<void> {
    await this.connections.use((connection) =>
      connection.execute('DELETE FROM orderdeck_readers WHERE heartbeat_at < NOW(6) - INTERVAL ? SECOND', [
        FORGET_READER_SECONDS,
      ]),
    );
  }
}

/** So many rows of the log from one id to another, which has no row beyond them. */
interface Piece {
  readonly first: number;
  readonly last: number;
  readonly count: number;
}

async function deletePiece(connection: DatabaseConnection, { first, last, count }: Piece): Promise<number> {
  const { affectedRows } = await connection.execute(
    `DELETE FROM order_changes WHERE id BETWEEN ${first} AND ${last} ORDER BY id LIMIT ${count}`,
  );
  return affectedRows;
}

/** Before the migration has made the archive, rows are deleted as they were before there was one. */
async function moveOrDelete(connection: DatabaseConnection, piece: Piece): Promise<number> {
  try {
    return await inTransaction(connection, () => movePiece(connection, piece));
  } catch (error) {
    if (error instanceof PieceChanged) return 0;
    if (classifyMysqlError(error) !== 'missing-table') throw error;
    return deletePiece(connection, piece);
  }
}

/** A row came into the piece meanwhile, or left it: the next round looks again. */
class PieceChanged extends Error {}

/** @throws PieceChanged, so that the transaction rolls back, unless exactly what was copied is gone */
async function movePiece(connection: DatabaseConnection, piece: Piece): Promise<number> {
  const { first, last, count } = piece;
  if ((await copyToArchive(connection, first, last, count)) !== count) throw new PieceChanged();
  const deleted = await deletePiece(connection, piece);
  // A row that came late, between the two statements, would have been deleted in place of one that was copied.
  const left = await connection.rows(`SELECT 1 FROM order_changes WHERE id BETWEEN ${first} AND ${last} LIMIT 1`);
  if (deleted !== count || left.length > 0) throw new PieceChanged();
  return deleted;
}

async function idsWhere(connection: DatabaseConnection, condition: string, limit: number): Promise<readonly number[]> {
  const rows = await connection.rows(`SELECT id FROM order_changes WHERE ${condition} ORDER BY id LIMIT ${limit}`);
  return rows.map(([id]) => Number(id));
}
