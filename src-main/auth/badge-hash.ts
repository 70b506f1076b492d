import { createHash } from 'node:crypto';

/** What is stored of a badge, in hex. */
export function badgeHash(badge: string): string {
  return createHash('sha256').update(badge, 'utf8').digest('hex');
}
