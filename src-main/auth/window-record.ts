import type { AuditDetail } from '../../src-shared/access.ts';
import type { Access } from './access.ts';
import type { AuditLog } from './audit-log.ts';
import type { Credentials } from './credentials.ts';
import { windowPrincipal } from './principal.ts';

/**
 * What the desktop program changed goes on record, under the name of who is signed in at its window, else as the
 * window's own. Never rejects.
 */
export async function recordAtWindow(
  { access, audit }: { readonly access: Pick<Access, 'identify'>; readonly audit: AuditLog },
  credentials: Credentials,
  detail: AuditDetail,
): Promise<void> {
  // Nobody is signed in yet at a window that was locked just now: it was open when that was done.
  const { actor } = await access.identify(credentials).catch(() => windowPrincipal());
  audit.record({ kind: 'settings-changed', actor, address: credentials.address, detail });
}
