import type { AuditDetail, AuditKind } from '../../src-shared/access.ts';

export interface AuditRecord {
  readonly kind: AuditKind;
  /** Who did it, or tried to: a name as it was given is cut and cleaned by the log. */
  readonly actor: string;
  readonly address: string;
  readonly detail?: AuditDetail;
}

/** The append-only record of what concerns safety. */
export interface AuditLog {
  /** Never rejects and never waits for the database: what cannot be written now waits its turn; what is given up is logged. */
  record(entry: AuditRecord): void;
}
