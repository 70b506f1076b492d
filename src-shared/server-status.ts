import { z } from 'zod';
import { DEFAULT_ORDER_LIMITS, orderLimitsSchema } from './order-limits.ts';

/** Percentiles of a latency, in milliseconds. */
export const percentilesSchema = z.object({
  p50: z.number(),
  p95: z.number(),
  p99: z.number(),
});
export type Percentiles = z.infer<typeof percentilesSchema>;

/** `live` reads the log; `reconnecting` cannot reach MySQL; `blocked` reached it but must not go on (see `problem`). */
export const feedStateSchema = z.enum(['starting', 'live', 'reconnecting', 'blocked', 'stopped']);
export type FeedState = z.infer<typeof feedStateSchema>;

/** What every client is told about the health of what it sees. */
export const serverStatusSchema = z.object({
  feed: feedStateSchema,
  /** ISO 8601 UTC, since when `feed` is what it is. */
  since: z.string(),
  /** Milliseconds since the server last read the log successfully; `null` before the first time. */
  dataAgeMs: z.number().nullable(),
  /** Commit to hand-over to the sockets, over the last minute; `null` when nothing changed. */
  lagMs: percentilesSchema.nullable(),
  /** For example `MySQL 9.7.4` or `MariaDB 10.11.19`; `null` before the first connection. */
  database: z.string().nullable(),
  /** In plain words, why the feed is not live. */
  problem: z.string().nullable(),
  changesPerMinute: z.number().int().nonnegative(),
  pollMs: z.number().nullable(),
  gaps: z.number().int().nonnegative(),
  /** Age of the oldest transaction that holds a gap open. */
  oldestGapMs: z.number().nullable(),
  clients: z.number().int().nonnegative(),
  /** From which age on orders are shown as urgent; an older server does not say. */
  limits: orderLimitsSchema.default(DEFAULT_ORDER_LIMITS),
});
export type ServerStatus = z.infer<typeof serverStatusSchema>;
