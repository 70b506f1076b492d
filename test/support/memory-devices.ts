import type { DeviceRecord, DeviceStore } from '../../src-main/auth/device-store.ts';
import { type DeviceGrant, judgeClaim, mayApprove, type PairingRecord } from '../../src-main/auth/pairing-rules.ts';
import {
  type ClaimOutcome,
  type DevicePlace,
  MAX_WAITING,
  type NewPairing,
  type PairingStore,
} from '../../src-main/auth/pairing-store.ts';
import { AppError } from '../../src-main/base/app-error.ts';
import type { Clock } from '../../src-main/base/clock.ts';

/** Devices and pairings in memory, for tests of what stands on them; the contract suite holds them equal to MySQL. */
export class MemoryDevices implements DeviceStore {
  readonly #devices = new Map<number, DeviceRecord>();
  readonly #codes = new Map<string, Omit<PairingRecord, 'leftMs'> & { readonly endsAt: number }>();
  #lastId = 0;

  constructor(private readonly clock: Pick<Clock, 'now'>) {}

  readonly pairings: PairingStore = {
    add: async (pairing, lifeMs) => this.#add(pairing, lifeMs),
    approve: async (codeHash, grant, lifeMs) => this.#approve(codeHash, grant, lifeMs),
    claim: async (codeHash, claimHash, place) => this.#claim(codeHash, claimHash, place),
  };

  async list() {
    return [...this.#devices.values()].sort((a, b) => a.name.localeCompare(b.name) || a.id - b.id);
  }

  async get(id: number) {
    return this.#devices.get(id) ?? null;
  }

  async change(id: number, changes: Parameters<DeviceStore['change']>[1]) {
    const device = this.#devices.get(id);
    if (device === undefined) return null;
    const changed = { ...device, ...changes };
    if (changed.name !== device.name) this.#refuseTakenName(changed.name, id);
    this.#devices.set(id, changed);
    return changed;
  }

  async remove(id: number) {
    const device = this.#devices.get(id) ?? null;
    this.#devices.delete(id);
    return device;
  }

  async seen(id: number, address: string) {
    const device = this.#devices.get(id);
    if (device === undefined) return;
    this.#devices.set(id, { ...device, lastSeenAt: this.clock.now(), lastAddress: address });
  }

  /** The code's time is over from now on. */
  expire(codeHash: string): void {
    const pairing = this.#codes.get(codeHash);
    if (pairing !== undefined) this.#codes.set(codeHash, { ...pairing, endsAt: this.clock.now() });
  }

  #add({ codeHash, claimHash, grant }: NewPairing, lifeMs: number): number {
    if (grant !== null) this.#refuseTakenName(grant.name);
    for (const [hash, { endsAt }] of this.#codes) if (endsAt <= this.clock.now()) this.#codes.delete(hash);
    const waiting = [...this.#codes.values()].filter((code) => code.kind === 'request' && code.grant === null);
    if (grant === null && waiting.length >= MAX_WAITING) throw new AppError('rate-limited', 'Too many devices wait.');
    const endsAt = this.clock.now() + lifeMs;
    this.#codes.set(codeHash, { kind: claimHash === null ? 'offer' : 'request', claimHash, grant, endsAt });
    return endsAt;
  }

  #approve(codeHash: string, grant: DeviceGrant, lifeMs: number): boolean {
    const record = this.#pairing(codeHash);
    if (record === null || !mayApprove(record)) return false;
    this.#refuseTakenName(grant.name);
    const { kind, claimHash } = record;
    this.#codes.set(codeHash, { kind, claimHash, grant, endsAt: this.clock.now() + lifeMs });
    return true;
  }

  #claim(codeHash: string, claimHash: string | null, place: DevicePlace): ClaimOutcome {
    const judgement = judgeClaim(this.#pairing(codeHash), claimHash);
    if (judgement.kind !== 'join') return judgement;
    const { grant } = judgement;
    this.#refuseTakenName(grant.name);
    this.#codes.delete(codeHash);
    const now = this.clock.now();
    const { address, userAgent } = place;
    const device = { id: ++this.#lastId, ...grant, createdAt: now, lastSeenAt: now, lastAddress: address, userAgent };
    this.#devices.set(device.id, device);
    return { kind: 'joined', device };
  }

  #pairing(codeHash: string): PairingRecord | null {
    const found = this.#codes.get(codeHash);
    return found === undefined ? null : { ...found, leftMs: found.endsAt - this.clock.now() };
  }

  #refuseTakenName(name: string, except?: number): void {
    const isTaken = [...this.#devices.values()].some(
      (device) => device.id !== except && device.name.toLowerCase() === name.toLowerCase(),
    );
    if (isTaken) throw new AppError('conflict', `There is a device with the name ${name} already.`);
  }
}
