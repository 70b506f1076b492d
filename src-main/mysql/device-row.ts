import { roleSchema } from '../../src-shared/role.ts';
import type { DeviceRecord } from '../auth/device-store.ts';
import { AppError } from '../base/app-error.ts';
import { mysqlErrno } from './mysql-error.ts';

/** What `DEVICE_COLUMNS` selects. Times are seconds since 1970 with a fraction, whatever the session's time zone. */
export interface DeviceRow {
  readonly id: number | string;
  readonly name: string;
  readonly role: string;
  readonly created_by: string;
  readonly created_s: string;
  readonly seen_s: string | null;
  readonly last_address: string | null;
  readonly user_agent: string | null;
}

export const DEVICE_COLUMNS = `id, name, role, created_by, UNIX_TIMESTAMP(created_at) AS created_s,
  UNIX_TIMESTAMP(last_seen_at) AS seen_s, last_address, user_agent`;

export function decodeDeviceRow(row: DeviceRow): DeviceRecord {
  return {
    id: Number(row.id),
    name: row.name,
    role: roleSchema.parse(row.role),
    createdBy: row.created_by,
    createdAt: toMs(row.created_s),
    lastSeenAt: row.seen_s === null ? null : toMs(row.seen_s),
    lastAddress: row.last_address,
    userAgent: row.user_agent,
  };
}

/** The error of a write, or what it means when the unique key of the names refused it. */
export function nameTaken(error: unknown, name: string): unknown {
  const DUPLICATE_ENTRY = 1062;
  if (mysqlErrno(error) !== DUPLICATE_ENTRY) return error;
  return new AppError('conflict', `There is a device with the name ${name} already. Take another name, or remove it.`);
}

function toMs(seconds: string): number {
  return Math.round(Number(seconds) * 1000);
}
