import type { QueuedScan } from './queued-scan.ts';
import { isSameScanner, type Scanner, UNKNOWN_SCANNER } from './scanner.ts';

/** Scans that are not carried out yet. */
export interface DividedScans {
  /** Sent as soon as that is possible. */
  readonly queue: readonly QueuedScan[];
  /** Sent when whoever scanned them is here again. */
  readonly others: readonly QueuedScan[];
}

/**
 * Pure: what may be sent in the name of whoever is here, each part in the sequence of scanning. Scans made before the
 * server had said who it is are theirs: nobody else was before this page. While nobody knows, nothing is divided, and
 * nothing is sent either.
 */
export function byScanner(scans: readonly QueuedScan[], who: Scanner | null | undefined): DividedScans {
  const sorted = [...scans].sort((a, b) => a.at - b.at || a.key - b.key);
  if (who === undefined) return { queue: sorted, others: [] };
  // Where nobody is signed in, whoever comes next is not who scanned.
  const owned = sorted.map((scan) => (scan.by === null ? { ...scan, by: who ?? UNKNOWN_SCANNER } : scan));
  const isOwn = ({ by }: QueuedScan): boolean => who !== null && by !== null && isSameScanner(by, who);
  return { queue: owned.filter(isOwn), others: owned.filter((scan) => !isOwn(scan)) };
}

/** Pure: the same order, for the same. */
export function isSameScan(one: QueuedScan, other: QueuedScan): boolean {
  return one.id === other.id && one.mode === other.mode;
}
