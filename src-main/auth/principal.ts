/** On whose behalf something is done. */
export interface Principal {
  /** Written to `order_changes.actor`, at most 255 characters. */
  readonly actor: string;
  readonly role: 'viewer' | 'operator' | 'admin';
}

/** Whoever can open a loopback connection to this machine's own server is its admin. */
export function localPrincipal(remoteAddress: string): Principal {
  return { actor: `console@${remoteAddress}`, role: 'admin' };
}
