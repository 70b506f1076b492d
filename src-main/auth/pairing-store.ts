import type { DeviceRecord } from './device-store.ts';
import type { ClaimJudgement, DeviceGrant } from './pairing-rules.ts';

export interface NewPairing {
  readonly codeHash: string;
  /** `null`: the code alone is enough, and `grant` says for what. */
  readonly claimHash: string | null;
  readonly grant: DeviceGrant | null;
}

/** Where the device that joins stands. */
export interface DevicePlace {
  readonly address: string;
  readonly userAgent: string | null;
}

export type ClaimOutcome =
  | Exclude<ClaimJudgement, { kind: 'join' }>
  | { readonly kind: 'joined'; readonly device: DeviceRecord };

/** Codes with which devices join. They end by the database's clock. All methods throw AppError `database-unavailable`. */
export interface PairingStore {
  /**
   * @param lifeMs from now
   * @returns when it ends, in milliseconds since 1970 by the database's clock
   * @throws AppError `conflict` when the device's name is taken; `rate-limited` when too many devices wait already
   */
  add(pairing: NewPairing, lifeMs: number): Promise<number>;
  /**
   * Gives a request its name and role, once. @param lifeMs from now, for the device to come
   * @returns whether there is such a request @throws AppError `conflict` when the name is taken
   */
  approve(codeHash: string, grant: DeviceGrant, lifeMs: number): Promise<boolean>;
  /**
   * Makes the device and ends the code in one transaction: of all who bring it, on whatever server, one joins.
   *
   * @throws AppError `conflict` when the name was taken meanwhile; the code stays
   */
  claim(codeHash: string, claimHash: string | null, place: DevicePlace): Promise<ClaimOutcome>;
}

/** Requests of devices that may wait at a time; whoever floods must not fill the table. */
export const MAX_WAITING = 200;
