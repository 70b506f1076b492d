import type { Role } from '../../src-shared/role.ts';

/** Times are milliseconds since 1970 by the database's clock. */
export interface DeviceRecord {
  readonly id: number;
  readonly name: string;
  readonly role: Role;
  readonly createdBy: string;
  readonly createdAt: number;
  readonly lastSeenAt: number | null;
  readonly lastAddress: string | null;
  readonly userAgent: string | null;
}

/** The paired devices. All methods throw AppError `database-unavailable`. */
export interface DeviceStore {
  list(): Promise<readonly DeviceRecord[]>;
  get(id: number): Promise<DeviceRecord | null>;
  /** Takes effect on open sessions at once. @throws AppError `conflict` for a taken name */
  change(id: number, changes: { readonly name?: string; readonly role?: Role }): Promise<DeviceRecord | null>;
  /** With its sessions. */
  remove(id: number): Promise<DeviceRecord | null>;
  /** It was heard of now, from this address. */
  seen(id: number, address: string): Promise<void>;
}
