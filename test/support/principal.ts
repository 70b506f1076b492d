import type { Principal } from '../../src-main/auth/principal.ts';
import type { Role } from '../../src-shared/role.ts';

/** Somebody who is signed in. */
export function principal(actor: string, role: Role): Principal {
  return { kind: 'person', actor, role, sessionId: 'a'.repeat(32), personId: 1, deviceId: null, endsAt: null };
}
