import type { SnapshotSource } from './shared-snapshot.ts';
import type { Snapshot } from './snapshot.ts';

/** Hands out snapshots to sessions. */
export interface Snapshots {
  /** @param newest the newest so many orders, and those that are open, are enough; `null`: all are wanted */
  acquire(newest: number | null): Promise<Snapshot>;
}

export interface WindowedSnapshotsDeps {
  readonly whole: SnapshotSource;
  /** Of the window that most clients ask for, so that it is shared from memory; `null`: none do. */
  readonly usual: { readonly newest: number; readonly source: SnapshotSource } | null;
  /** Orders in the table as far as it is known without counting. */
  readonly total: () => number | null;
}

/** The whole table where it is wanted or not larger than the part that is enough, else that part. */
export class WindowedSnapshots implements Snapshots {
  constructor(private readonly deps: WindowedSnapshotsDeps) {}

  /** As `SnapshotSource.heldFrom`, of all of them. */
  get heldFrom(): number | null {
    const { whole, usual } = this.deps;
    const held = [whole.heldFrom, usual?.source.heldFrom ?? null].filter((from) => from !== null);
    return held.length === 0 ? null : Math.min(...held);
  }

  async acquire(newest: number | null): Promise<Snapshot> {
    const { whole, usual, total } = this.deps;
    const known = total();
    if (newest === null || (known !== null && known <= newest)) return whole.acquire();
    if (newest === usual?.newest) return usual.source.acquire();
    // Windows of any size would be in memory each for itself.
    return whole.acquirePart(newest);
  }
}
