import type { Clock } from '../../src-main/base/clock.ts';
import type { LeaderLease, LeaderLock, LogRetention } from '../../src-main/feed/log-retention.ts';
import { lowWater, type Position } from '../../src-main/feed/position.ts';
import type { ReaderEntry, ReaderRegistry } from '../../src-main/feed/reader-registry.ts';
import type { SimulatedDatabase } from './simulated-database.ts';

/** What the clean-ups of several servers share, in memory: who reads how far, who leads, what may go. */
export class SimulatedRetention implements ReaderRegistry, LogRetention, LeaderLock {
  private readonly readers = new Map<string, { readonly lowWater: number; readonly at: number }>();
  private leader: LeaderLease | null = null;

  constructor(
    private readonly database: SimulatedDatabase,
    private readonly clock: Clock,
    private readonly timeoutMs: number,
  ) {}

  async heartbeat(readerId: string, _label: string, position: Position): Promise<void> {
    this.database.throwIfAway();
    this.readers.set(readerId, { lowWater: lowWater(position), at: this.clock.monotonic() });
  }

  async list(): Promise<readonly ReaderEntry[]> {
    this.database.throwIfAway();
    return [...this.readers].map(([id, reader]) => {
      const heartbeatAgeMs = this.clock.monotonic() - reader.at;
      return { id, lowWater: reader.lowWater, heartbeatAgeMs, live: heartbeatAgeMs < this.timeoutMs };
    });
  }

  async leave(readerId: string): Promise<void> {
    this.readers.delete(readerId);
  }

  async markProcessed(): Promise<number> {
    return 0;
  }

  async oldestKept(keepRows: number): Promise<number | null> {
    this.database.throwIfAway();
    return this.database.committedRows().slice(-keepRows)[0]?.id ?? null;
  }

  async deleteBelow(id: number): Promise<number> {
    this.database.throwIfAway();
    const before = this.database.rows.size;
    this.database.cleanBelow(id);
    return before - this.database.rows.size;
  }

  async pruneHistory(): Promise<number> {
    return 0;
  }

  async forgetSilentReaders(): Promise<void> {
    // Silent readers do not count anyway.
  }

  async tryAcquire(): Promise<LeaderLease | null> {
    this.database.throwIfAway();
    if (this.leader !== null) return null;
    const lease: LeaderLease = {
      held: async () => this.leader === lease,
      release: async () => {
        if (this.leader === lease) this.leader = null;
      },
    };
    this.leader = lease;
    return lease;
  }

  /** The leader's connection is gone, and with it the lock. */
  loseLeader(): void {
    this.leader = null;
  }
}
