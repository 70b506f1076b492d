/**
 * What became of one piece of work on the partitions. `waiting`: it was not tried, because transactions are open that it
 * would have to wait for, with every writer queueing behind it; `busy`: it was tried and gave up after a second.
 */
export type PartitionWork = 'done' | 'waiting' | 'busy';

/** The partitions cannot be changed on this server, by this user or at this size; the message says why, in plain words. */
export class PartitionsImpossible extends Error {
  override readonly name = 'PartitionsImpossible';
}

/** The log as a row of partitions by id, and the same of its archive. The adapter is in `mysql/`. */
export interface LogPartitions {
  /** Upper bounds of the log's partitions, ascending: each holds the ids below its own. `null`: it has no partitions. */
  bounds(): Promise<readonly number[] | null>;
  /**
   * Makes the partitions where there are none, and adds those that will be needed.
   *
   * @param insist try it although transactions are open
   * @throws PartitionsImpossible when it cannot be done here
   */
  extend(insist: boolean): Promise<PartitionWork>;
  /**
   * Puts at most `limit` rows below `id` into the archive and remembers how far that went. They stay in the log, where
   * whoever reads both tables no longer looks at them. @returns how many
   */
  archiveBelow(id: number, limit: number): Promise<number>;
  /** Every row below is in the archive, or need not be. */
  archivedBelow(): Promise<number>;
  /** Writes down that rows below `bound` may be gone, then drops the partitions that hold nothing else. */
  drop(bound: number, insist: boolean): Promise<PartitionWork>;
  /** Drops the partitions of the archive in which everything is older than is kept. */
  dropOldHistory(insist: boolean): Promise<PartitionWork>;
}
