import { randomBytes } from 'node:crypto';
import { AppError } from '../base/app-error.ts';
import type { AuditLog } from './audit-log.ts';
import type { DeviceRecord, DeviceStore } from './device-store.ts';
import { hashOfSecret, newPairingCode, readPairingCode } from './pairing-code.ts';
import type { DeviceGrant } from './pairing-rules.ts';
import type { ClaimOutcome, DevicePlace, PairingStore } from './pairing-store.ts';
import type { Sessions } from './sessions.ts';

/** For the way from the admin's screen to the device in their hand. */
export const OFFER_LIFE_MS = 2 * 60_000;
/** For the way from a television on the wall to the next admin; the device asks anew when it is over. */
export const REQUEST_LIFE_MS = 10 * 60_000;
/** What is left of a request once it is approved: the device asks every few seconds. */
const APPROVED_LIFE_MS = 2 * 60_000;

/** A device that has just joined: what its cookie holds is shown once. */
export interface JoinedDevice {
  readonly device: DeviceRecord;
  readonly session: { readonly id: string; readonly secret: string };
}

export interface PairingsDeps {
  readonly store: PairingStore;
  readonly devices: Pick<DeviceStore, 'remove'>;
  readonly sessions: Pick<Sessions, 'open'>;
  readonly audit: AuditLog;
}

/** Makes tablets and televisions devices with a name and a role. Times are milliseconds since 1970 by the database's clock. */
export class Pairings {
  constructor(private readonly deps: PairingsDeps) {}

  /** A code for a device with a camera or a keyboard. @throws AppError `conflict` when the name is taken */
  async offer(grant: DeviceGrant, address: string): Promise<{ code: string; expiresAt: number }> {
    const code = newPairingCode();
    const pairing = { codeHash: hashOfSecret(code), claimHash: null, grant };
    const expiresAt = await this.deps.store.add(pairing, OFFER_LIFE_MS);
    this.recordOffer(grant, address);
    return { code, expiresAt };
  }

  /** A device that can only show: an admin brings the code, the device comes for the answer with `claim`. */
  async request(): Promise<{ code: string; claim: string; expiresAt: number }> {
    const code = newPairingCode();
    const secret = randomBytes(24).toString('base64url');
    const pairing = { codeHash: hashOfSecret(code), claimHash: hashOfSecret(secret), grant: null };
    const expiresAt = await this.deps.store.add(pairing, REQUEST_LIFE_MS);
    return { code, claim: `${code}.${secret}`, expiresAt };
  }

  /** @throws AppError `not-found` for a code that no device shows (any more), `conflict` when the name is taken */
  async approve(typed: string, grant: DeviceGrant, address: string): Promise<void> {
    const code = readPairingCode(typed);
    const isOne = code !== null && (await this.deps.store.approve(hashOfSecret(code), grant, APPROVED_LIFE_MS));
    if (!isOne) {
      throw new AppError(
        'not-found',
        'No device shows this code now. Look at its screen once more: it may be a new one.',
      );
    }
    this.recordOffer(grant, address);
  }

  /** By the device, with the code of an offer. @throws AppError `not-found`, the same for whatever is wrong with it */
  async claim(typed: string, place: DevicePlace): Promise<JoinedDevice> {
    const code = readPairingCode(typed);
    const outcome = await this.ask(code, null, place);
    if (outcome.kind === 'joined') return this.join(outcome.device, place);
    throw this.refused(outcome.kind === 'refused' ? outcome.why : 'foreign', place);
  }

  /** By the device that made the request. @returns `null` while nobody has approved it @throws AppError `not-found` */
  async claimRequest(claim: string, place: DevicePlace): Promise<JoinedDevice | null> {
    const dot = claim.indexOf('.');
    const code = readPairingCode(claim.slice(0, Math.max(dot, 0)));
    const outcome = await this.ask(code, hashOfSecret(claim.slice(dot + 1)), place);
    if (outcome.kind === 'waiting') return null;
    if (outcome.kind === 'joined') return this.join(outcome.device, place);
    // A television whose time is over asks once more and begins anew: nobody tried anything.
    if (outcome.why === 'foreign') throw this.refused(outcome.why, place);
    throw notJoined();
  }

  private ask(code: string | null, claimHash: string | null, place: DevicePlace): Promise<ClaimOutcome> {
    if (code === null) return Promise.resolve({ kind: 'refused', why: 'unknown' });
    return this.deps.store.claim(hashOfSecret(code), claimHash, place);
  }

  private async join(device: DeviceRecord, place: DevicePlace): Promise<JoinedDevice> {
    const { sessions, devices, audit } = this.deps;
    try {
      const session = await sessions.open({ kind: 'device', personId: null, deviceId: device.id, ...place });
      const { name, role, createdBy } = device;
      audit.record({ kind: 'device-joined', actor: createdBy, address: place.address, detail: { name, role } });
      return { device, session };
    } catch (error) {
      // Without a session it could never come back, and its name would be taken.
      await devices.remove(device.id);
      throw error;
    }
  }

  private recordOffer({ name, role, createdBy }: DeviceGrant, address: string): void {
    this.deps.audit.record({ kind: 'pairing-offered', actor: createdBy, address, detail: { name, role } });
  }

  private refused(why: string, { address }: DevicePlace): AppError {
    this.deps.audit.record({ kind: 'refused', actor: '', address, detail: { what: 'pairing-code', why } });
    return notJoined();
  }
}

function notJoined(): AppError {
  return new AppError(
    'not-found',
    'This code does not let a device in: it was mistyped, has been used, or its time is over. Ask for a new one.',
  );
}
