/** The deleting side of the log. The adapter is in `mysql/`. */
export interface LogRetention {
  /** Marks delivered rows, at most `limit` of them. @returns how many */
  markProcessed(below: number, limit: number): Promise<number>;
  /** Lowest id that retention keeps: the `keepRows` newest rows stay, at least one. `null` when there are no more. */
  oldestKept(keepRows: number): Promise<number | null>;
  /**
   * Writes down that rows below `id` may be gone, then takes at most `limit` of them out of the log and, in the same
   * transaction, into its archive. @returns how many
   */
  deleteBelow(id: number, limit: number): Promise<number>;
  /** Deletes at most `limit` rows of the archive that are older than is kept. @returns how many */
  pruneHistory(limit: number): Promise<number>;
  /** Forgets readers that have been silent for long. */
  forgetSilentReaders(): Promise<void>;
}

/** At most one holder among all servers of a database. */
export interface LeaderLease {
  /** Whether the lock is still ours; false after its connection was lost. */
  held(): Promise<boolean>;
  release(): Promise<void>;
}

export interface LeaderLock {
  /** @returns `null` when another server holds it */
  tryAcquire(name: string): Promise<LeaderLease | null>;
}
