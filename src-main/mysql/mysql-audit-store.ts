import { type AuditEntry, type AuditPage, auditEntrySchema } from '../../src-shared/access.ts';
import type { AuditRange, AuditRow, AuditStore } from '../auth/audit-store.ts';
import { classifyMysqlError } from './mysql-error.ts';
import type { Database } from './pool.ts';
import { forClients } from './write-transaction.ts';

interface StoredRow {
  readonly id: number;
  readonly at: string | number;
  readonly kind: string;
  readonly actor: string;
  readonly address: string;
  readonly detail: string;
}

/** The record in `orderdeck_audit`, whose triggers refuse to change it. */
export class MysqlAuditStore implements AuditStore {
  constructor(
    private readonly database: Pick<Database, 'execute' | 'query'>,
    private readonly retentionDays: number,
  ) {}

  async append(rows: readonly AuditRow[]): Promise<void> {
    if (rows.length === 0) return;
    const values = rows.map(() => '(NOW(6) - INTERVAL ? MICROSECOND, ?, ?, ?, ?)').join(', ');
    await this.database.execute(
      `INSERT INTO orderdeck_audit (at, kind, actor, address, detail) VALUES ${values}`,
      rows.flatMap((row) => [
        Math.round(row.ageMs * 1000),
        row.kind,
        row.actor,
        row.address,
        JSON.stringify(row.detail),
      ]),
    );
  }

  async page({ limit, before = Number.MAX_SAFE_INTEGER, kind }: AuditRange): Promise<AuditPage> {
    try {
      // One more than asked for tells whether there is more.
      const rows = await this.database.query<StoredRow>(
        `SELECT id, ROUND(UNIX_TIMESTAMP(at) * 1000) AS at, kind, actor, address, detail FROM orderdeck_audit
         WHERE id < ? ${kind === undefined ? '' : 'AND kind = ?'} ORDER BY id DESC LIMIT ?`,
        [before, ...(kind === undefined ? [] : [kind]), limit + 1],
      );
      const shown = rows.slice(0, limit);
      const last = shown.at(-1);
      return {
        entries: shown.flatMap(entryOf),
        next: rows.length > limit && last !== undefined ? Number(last.id) : null,
      };
    } catch (error) {
      throw forClients(error);
    }
  }

  async prune(limit: number): Promise<number> {
    try {
      const { affectedRows } = await this.database.execute(
        'DELETE FROM orderdeck_audit WHERE at < NOW(6) - INTERVAL ? DAY ORDER BY at LIMIT ?',
        [this.retentionDays, limit],
      );
      return affectedRows;
    } catch (error) {
      // A schema that is older than this program has no such table yet.
      if (classifyMysqlError(error) === 'missing-table') return 0;
      throw error;
    }
  }
}

/** A row of a kind that only a later version knows is left out. */
function entryOf(row: StoredRow): AuditEntry[] {
  const at = new Date(Number(row.at)).toISOString();
  const entry = auditEntrySchema.safeParse({ ...row, id: Number(row.id), at, detail: facts(row.detail) });
  return entry.success ? [entry.data] : [];
}

function facts(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Written by hand, or cut by something else than this program: shown as it is.
    return { text };
  }
}
