import type { Role } from '../../src-shared/role.ts';

/** On whose behalf something is done. */
export interface Principal {
  /**
   * `local`: a connection of this machine to a server that is not shared. `window`: the desktop program's own window.
   * `person` and `device`: by a session.
   */
  readonly kind: 'local' | 'window' | 'person' | 'device';
  /** Written to `order_changes.actor`, at most 255 characters: the name of the person or the device. */
  readonly actor: string;
  readonly role: Role;
  /** `null` for `local` and `window`, which nothing can revoke. */
  readonly sessionId: string | null;
  readonly personId: number | null;
  /** Of the paired device that asks, also when a person is signed in at it. */
  readonly deviceId: number | null;
  /** When the token that was shown runs out, in milliseconds since 1970 by this server's clock; `null`: no token was. */
  readonly endsAt: number | null;
}

/** Whoever can open a loopback connection to this machine's own server is its admin. */
export function localPrincipal(remoteAddress: string): Principal {
  return adminAt('local', remoteAddress);
}

/** The window of the desktop program, while it is not locked: whoever sits before the machine is its admin. */
export function windowPrincipal(): Principal {
  return adminAt('window', 'window');
}

function adminAt(kind: 'local' | 'window', place: string): Principal {
  return {
    kind,
    actor: `console@${place}`,
    role: 'admin',
    sessionId: null,
    personId: null,
    deviceId: null,
    endsAt: null,
  };
}
