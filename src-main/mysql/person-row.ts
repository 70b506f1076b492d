import { roleSchema } from '../../src-shared/role.ts';
import type { PersonRecord } from '../auth/people-store.ts';

/** Times as milliseconds since 1970, which no time zone changes. */
export const PERSON_COLUMNS = `id, name, role, password_hash, pin_hash, badge_hash, disabled, failures,
  ROUND(UNIX_TIMESTAMP(locked_until) * 1000) AS locked_until,
  CEIL(TIMESTAMPDIFF(MICROSECOND, NOW(6), locked_until) / 1000) AS locked_for_ms,
  ROUND(UNIX_TIMESTAMP(last_seen_at) * 1000) AS last_seen_at,
  ROUND(UNIX_TIMESTAMP(created_at) * 1000) AS created_at`;

export interface PersonRow {
  readonly id: number;
  readonly name: string;
  readonly role: string;
  readonly password_hash: string | null;
  readonly pin_hash: string | null;
  readonly badge_hash: string | null;
  readonly disabled: number;
  readonly failures: number;
  readonly locked_until: string | number | null;
  readonly locked_for_ms: string | number | null;
  readonly last_seen_at: string | number | null;
  readonly created_at: string | number;
}

/** A role that this version does not know is the least one. */
export function personOfRow(row: PersonRow): PersonRecord {
  const role = roleSchema.safeParse(row.role);
  return {
    id: Number(row.id),
    name: row.name,
    role: role.success ? role.data : 'viewer',
    passwordHash: row.password_hash,
    pinHash: row.pin_hash,
    badgeHash: row.badge_hash,
    disabled: Number(row.disabled) !== 0,
    failures: Number(row.failures),
    lockedUntil: row.locked_until === null ? null : Number(row.locked_until),
    lockedForMs: Math.max(0, Number(row.locked_for_ms ?? 0)),
    lastSeenAt: row.last_seen_at === null ? null : Number(row.last_seen_at),
    createdAt: Number(row.created_at),
  };
}
