import { z } from 'zod';

/**
 * `off`: none is configured. `away`: it cannot be reached, is refused or has not been compared yet. `lagging`: it is
 * there, and behind. Only `in-use` means that reads go to it.
 */
export const REPLICA_STATES = ['off', 'away', 'lagging', 'in-use'] as const;

/** `replica` of `GET /api/stats`: where snapshots, lists and histories are read. */
export const replicaStatusSchema = z.object({
  state: z.enum(REPLICA_STATES),
  /** Host and port; `null` when off. */
  address: z.string().nullable(),
  /** When the state became this one; `null` when off. */
  since: z.string().nullable(),
  /** Why it is not in use, in plain words. */
  problem: z.string().nullable(),
  /** Changes that clients have been told of and that are not on the replica yet. */
  lagChanges: z.number(),
  /** Milliseconds since the oldest of them was told. */
  lagMs: z.number(),
  /** When its orders were last found to be those that were delivered; `null`: not yet. */
  comparedAt: z.string().nullable(),
  /** Reads it has answered, and reads that the primary had to answer in its place. */
  readsReplica: z.number(),
  readsPrimary: z.number(),
});
export type ReplicaStatus = z.infer<typeof replicaStatusSchema>;
export type ReplicaState = ReplicaStatus['state'];

/** What is said where no replica is configured. */
export const NO_REPLICA: ReplicaStatus = {
  state: 'off',
  address: null,
  since: null,
  problem: null,
  lagChanges: 0,
  lagMs: 0,
  comparedAt: null,
  readsReplica: 0,
  readsPrimary: 0,
};
