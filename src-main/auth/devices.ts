import type { Device } from '../../src-shared/access.ts';
import type { Role } from '../../src-shared/role.ts';
import { AppError } from '../base/app-error.ts';
import type { AuditLog } from './audit-log.ts';
import type { DeviceRecord, DeviceStore } from './device-store.ts';

/** Who does something, and from where. */
export interface DeviceDoer {
  readonly actor: string;
  readonly address: string;
}

export interface DevicesDeps {
  readonly store: DeviceStore;
  readonly audit: AuditLog;
  /** Open connections of a device on this server. */
  readonly connectionsOf: (id: number) => number;
  /** A right was taken away: this server need not wait until it looks by itself. */
  readonly look: () => Promise<void>;
}

/** What admins do about the paired devices. */
export class Devices {
  constructor(private readonly deps: DevicesDeps) {}

  async list(): Promise<Device[]> {
    return (await this.deps.store.list()).map((device) => this.shown(device));
  }

  /** @throws AppError `not-found`, or `conflict` for a taken name */
  async change(
    id: number,
    changes: { readonly name?: string | undefined; readonly role?: Role | undefined },
    doer: DeviceDoer,
  ): Promise<Device> {
    const { name, role } = changes;
    const before = await this.deps.store.get(id);
    const given = { ...(name === undefined ? {} : { name }), ...(role === undefined ? {} : { role }) };
    const after = await this.deps.store.change(id, given);
    if (before === null || after === null) throw noDevice();
    if (after.name !== before.name || after.role !== before.role) {
      const detail = { name: after.name, role: after.role, formerName: before.name, formerRole: before.role };
      this.deps.audit.record({ kind: 'device-changed', ...doer, detail });
      await this.deps.look();
    }
    return this.shown(after);
  }

  /** @throws AppError `not-found` */
  async remove(id: number, doer: DeviceDoer): Promise<void> {
    const removed = await this.deps.store.remove(id);
    if (removed === null) throw noDevice();
    this.deps.audit.record({ kind: 'device-removed', ...doer, detail: { name: removed.name, role: removed.role } });
    await this.deps.look();
  }

  /** The same tablet or television has joined anew: what it was before would stand in the list for ever. */
  async replace(id: number, joined: DeviceRecord, address: string): Promise<void> {
    const former = id === joined.id ? null : await this.deps.store.remove(id);
    if (former === null) return;
    const detail = { name: former.name, role: former.role, newName: joined.name, why: 'joined anew' };
    this.deps.audit.record({ kind: 'device-removed', actor: joined.createdBy, address, detail });
    await this.deps.look();
  }

  private shown(device: DeviceRecord): Device {
    const { id, name, role, createdBy, createdAt, lastSeenAt, lastAddress, userAgent } = device;
    return {
      id,
      name,
      role,
      createdBy,
      createdAt: new Date(createdAt).toISOString(),
      lastSeenAt: lastSeenAt === null ? null : new Date(lastSeenAt).toISOString(),
      lastAddress,
      userAgent,
      connections: this.deps.connectionsOf(id),
    };
  }
}

function noDevice(): AppError {
  return new AppError('not-found', 'There is no such device. It may have been taken out meanwhile.');
}
