import { z } from 'zod';
import { feedStateSchema } from './server-status.ts';

/** Time from one measurement of the server to the next, and how far back they are kept: one hour. */
export const SAMPLE_MS = 5_000;
export const SAMPLES_KEPT = 720;

/** Whole minutes of the last hour, and quarters of an hour of the last two days; the last of each is under way. */
export const MINUTE_MS = 60_000;
export const MINUTES_KEPT = 60;
export const QUARTER_MS = 900_000;
export const QUARTERS_KEPT = 192;

/** `GET /api/stats/history`. Without `since` the whole hour; with it only what was measured after that answer. */
export const statsHistoryQuerySchema = z.strictObject({
  /** `next` of the answer before. From another run of the server it brings the whole hour. */
  since: z.string().max(64).optional(),
});

const columnSchema = z.array(z.number());
const sparseSchema = z.array(z.number().nullable());

/** One array per figure, all of one length, oldest first. Times in milliseconds, sizes in bytes. */
export const statsSamplesSchema = z.object({
  /** When it was measured, milliseconds since 1970. */
  at: columnSchema,
  /** Commit to hand-over to the sockets of what was delivered since the sample before; `null` when nothing changed. */
  lagP50: sparseSchema,
  lagP95: sparseSchema,
  lagP99: sparseSchema,
  changesPerSecond: columnSchema,
  /** How long the reader waits between two looks at the log; `null` before the first. */
  pollMs: sparseSchema,
  gaps: columnSchema,
  /** Age of the oldest transaction that holds a gap open. */
  oldestGapMs: sparseSchema,
  clients: columnSchema,
  rssBytes: columnSchema,
  heapBytes: columnSchema,
  /** 99th percentile of how late the server's own timers ran since the sample before. */
  loopDelayP99: sparseSchema,
  feed: z.array(feedStateSchema),
});
export type StatsSamples = z.infer<typeof statsSamplesSchema>;

/**
 * Committed changes counted by the time of their statement, oldest first: bucket `i` begins at `from + i * stepMs`.
 * `shipped` and `delivered` count orders that became so; one created that way counts as `inserted` only.
 */
export const changeBucketsSchema = z.object({
  /** Milliseconds since 1970, a multiple of `stepMs`. */
  from: z.number(),
  stepMs: z.number(),
  changes: columnSchema,
  inserted: columnSchema,
  shipped: columnSchema,
  delivered: columnSchema,
});
export type ChangeBuckets = z.infer<typeof changeBucketsSchema>;

/** What the server has measured of itself. All times by the clock of the database, as those of the orders. */
export const statsHistorySchema = z.object({
  serverId: z.string(),
  /** Milliseconds since 1970 when this was answered. */
  now: z.number(),
  /** To be given as `since` the next time. */
  next: z.string(),
  /** Whether `samples` is the whole hour rather than what came after `since`: it then replaces what was there. */
  whole: z.boolean(),
  samples: statsSamplesSchema,
  minutes: changeBucketsSchema,
  /** Every time zone's midnight is the beginning of one of these. */
  quarters: changeBucketsSchema,
  /** Since when, milliseconds since 1970, every change is in the buckets; what they say of before is too little. */
  knownSince: z.number(),
});
export type StatsHistory = z.infer<typeof statsHistorySchema>;
