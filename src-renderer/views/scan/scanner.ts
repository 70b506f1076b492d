import { z } from 'zod';
import type { SessionState } from '../../store/session.ts';

/** In whose name a scan was made. */
export const scannerSchema = z.object({ kind: z.string(), name: z.string() });
export type Scanner = z.infer<typeof scannerSchema>;

/** Kept from a page that was left before it knew; nobody is this. */
export const UNKNOWN_SCANNER: Scanner = { kind: 'unknown', name: '' };

/** Pure: who is before the screen. `null`: nobody; `undefined`: the server has not said yet. */
export function scannerOf({ info }: SessionState): Scanner | null | undefined {
  if (info === null) return undefined;
  return info.principal === null ? null : { kind: info.principal.kind, name: info.principal.name };
}

/** Pure. A device of a person's name is not that person. */
export function isSameScanner(one: Scanner, other: Scanner): boolean {
  return one.kind === other.kind && one.name === other.name;
}
