import { z } from 'zod';

/** Part of `GET /api/stats` where servers of one database share a Redis; `null` where they do not. */
export const busStatsSchema = z.object({
  /** `leader` reads the change log for all, `follower` is told what changed, `alone` reads for itself. */
  role: z.enum(['leader', 'follower', 'alone']),
  /** Why Redis is away, in plain words; `null` while it answers. */
  problem: z.string().nullable(),
  /** Id of the server that reads for all; `null` when none does. */
  leader: z.string().nullable(),
  /** Number of its lease: each has a higher one than those before. */
  fence: z.number().nullable(),
  /** Milliseconds since the leader was heard; 0 at the leader, `null` if never. */
  silenceMs: z.number().nullable(),
  /** Clients of all servers. */
  clients: z.number(),
  servers: z.array(z.object({ id: z.string(), label: z.string(), clients: z.number() })),
  counters: z.record(z.string(), z.number()),
});
export type BusStats = z.infer<typeof busStatsSchema>;
