import type { Role } from '../../src-shared/role.ts';

/** What is known of a code when somebody brings it. */
export interface PairingRecord {
  /** `offer`: an admin made the code, the device brings it. `request`: the device made it, an admin approves it. */
  readonly kind: 'offer' | 'request';
  /** Of the secret that the device of a request kept for itself; `null` for an offer. */
  readonly claimHash: string | null;
  /** `null`: nobody has approved it yet. */
  readonly grant: DeviceGrant | null;
  /** By the database's clock; not positive once it is over. */
  readonly leftMs: number;
}

/** What an admin gave the device that is about to join. */
export interface DeviceGrant {
  readonly name: string;
  readonly role: Role;
  /** The admin. */
  readonly createdBy: string;
}

export type ClaimJudgement =
  | { readonly kind: 'refused'; readonly why: 'unknown' | 'late' | 'foreign' }
  | { readonly kind: 'waiting' }
  | { readonly kind: 'join'; readonly grant: DeviceGrant };

/**
 * Whether the device that brings this code may join.
 *
 * @param pairing `null`: there is no such code, or it has been used
 * @param claimHash of the secret that the device showed with the code; `null`: it came with the code alone
 */
export function judgeClaim(pairing: PairingRecord | null, claimHash: string | null): ClaimJudgement {
  if (pairing === null) return { kind: 'refused', why: 'unknown' };
  // Who reads the code of a request off the screen must not be able to join in that device's place.
  if (pairing.claimHash !== claimHash) return { kind: 'refused', why: 'foreign' };
  if (pairing.leftMs <= 0) return { kind: 'refused', why: 'late' };
  return pairing.grant === null ? { kind: 'waiting' } : { kind: 'join', grant: pairing.grant };
}

/** Whether an admin may give this request a name and a role: once, and in time. */
export function mayApprove(pairing: PairingRecord | null): boolean {
  return pairing !== null && pairing.kind === 'request' && pairing.grant === null && pairing.leftMs > 0;
}
