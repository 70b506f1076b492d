import type { AuditKind, AuditPage } from '../../src-shared/access.ts';
import type { AuditRecord } from './audit-log.ts';

/** A record on its way to the database. */
export interface AuditRow extends Required<AuditRecord> {
  /** How long ago it happened, in milliseconds. */
  readonly ageMs: number;
}

export interface AuditRange {
  /** 1 to 500. */
  readonly limit: number;
  /** An id: only what is older. */
  readonly before?: number | undefined;
  readonly kind?: AuditKind | undefined;
}

/** Where the record of what concerns safety is kept. Rejects with what the database says. */
export interface AuditStore {
  /** All or none. */
  append(rows: readonly AuditRow[]): Promise<void>;
  /** Newest first. @throws AppError `database-unavailable` */
  page(range: AuditRange): Promise<AuditPage>;
  /** Takes out what is older than the retention. @returns how many rows, at most `limit` */
  prune(limit: number): Promise<number>;
}
