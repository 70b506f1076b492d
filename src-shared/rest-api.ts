import { z } from 'zod';
import { alertRuleSchema } from './alert.ts';
import { busStatsSchema } from './bus-stats.ts';
import { changeEventSchema } from './change-event.ts';
import { orderSchema, orderStatusSchema } from './order.ts';
import { orderWindowSchema } from './order-window.ts';
import { replicaStatusSchema } from './replica-status.ts';
import { serverStatusSchema } from './server-status.ts';
import {
  deliveryFiguresSchema,
  histogramSchema,
  processFiguresSchema,
  routeFiguresSchema,
  statementFiguresSchema,
  traceFiguresSchema,
} from './stats-figures.ts';

/** Columns a list may be sorted by: each has an index that serves it. A leading `-` sorts descending. */
export const ORDER_SORTS = ['id', '-id', 'updated_at', '-updated_at', 'created_at', '-created_at'] as const;
export const orderSortSchema = z.enum(ORDER_SORTS);
export type OrderSort = z.infer<typeof orderSortSchema>;

/** The most orders one page may hold. Without `limit` the whole list is streamed. */
export const MAX_PAGE = 1_000;

/** `:id` in a path: digits only, so that `1.5`, `-1`, `abc` and 2^64 are refused before they reach SQL. */
export const orderIdParamSchema = z
  .string()
  .regex(/^[1-9]\d{0,15}$/, 'must be a whole number from 1 to 9007199254740991')
  .transform(Number)
  .refine((id) => Number.isSafeInteger(id), {
    error: 'must be a whole number from 1 to 9007199254740991',
  });

/** `GET /api/orders` */
export const listOrdersQuerySchema = z.strictObject({
  limit: z.coerce.number().int().min(1).max(MAX_PAGE).optional(),
  /** From the `Link: rel="next"` header of the page before; belongs to one sort. */
  cursor: z.string().max(1_024).optional(),
  status: orderStatusSchema.optional(),
  /** Text contained in the customer or product name, or an order's id. */
  q: z.string().min(1).max(255).optional(),
  sort: orderSortSchema.optional(),
});
export type ListOrdersQuery = z.infer<typeof listOrdersQuerySchema>;

/** `GET /api/orders/:id/history`: newest first. `complete` is false when there are older changes, here or no more. */
export const orderHistorySchema = z.object({
  changes: z.array(changeEventSchema),
  complete: z.boolean(),
});
export type OrderHistory = z.infer<typeof orderHistorySchema>;

/** `GET /api/activity` */
export const activityQuerySchema = z.strictObject({
  limit: z.coerce.number().int().min(1).max(MAX_PAGE).optional(),
  /** `next` of the page before. */
  before: z.string().max(1_024).optional(),
  /** Text contained in a name, a former name or the actor, or an order's id. */
  q: z.string().min(1).max(255).optional(),
  type: z.enum(['INSERT', 'UPDATE', 'DELETE']).optional(),
  /** Of the order after the change; before it, for a DELETE. */
  status: orderStatusSchema.optional(),
});
export type ActivityQuery = z.infer<typeof activityQuerySchema>;

/** Newest first. `next` is null at the end; a page may hold fewer changes than asked for and still have a next one. */
export const activitySchema = z.object({
  changes: z.array(changeEventSchema),
  next: z.string().nullable(),
});
export type Activity = z.infer<typeof activitySchema>;

/** `GET /api/changes`, for clients that can neither open a WebSocket nor a stream. */
export const changesPageSchema = z.discriminatedUnion('recovered', [
  z.object({
    recovered: z.literal(true),
    changes: z.array(changeEventSchema),
    token: z.string(),
    more: z.boolean(),
  }),
  z.object({
    recovered: z.literal(false),
    orders: z.array(orderSchema),
    /** The orders are this part of the table only. */
    window: orderWindowSchema.optional(),
    token: z.string(),
  }),
]);
export type ChangesPage = z.infer<typeof changesPageSchema>;

/** `GET /health`, `GET /health/live` and `GET /health/ready` */
export const healthSchema = z.object({
  status: z.enum(['ok', 'unavailable']),
  /** In plain words, when not ok. */
  reason: z.string().nullable(),
  version: z.string(),
  uptimeSeconds: z.number(),
});
export type Health = z.infer<typeof healthSchema>;

/** One thing that is wrong with the database, and how to repair it. */
export const findingSchema = z.object({
  code: z.string(),
  severity: z.enum(['error', 'warning', 'info']),
  /** In plain words: what is wrong and what it means for the data. */
  message: z.string(),
  /** The statement or setting that repairs it, ready to copy; `null` where there is none. */
  repair: z.string().nullable(),
});
export type Finding = z.infer<typeof findingSchema>;

/** Whether the binary log tells of commits, and why not. It only makes changes come sooner. */
export const binlogStatsSchema = z.object({
  /**
   * `in-use`: the reader relies on it and looks less often by itself. `proving`: not shown yet that it tells of every
   * commit. `doubted`: it failed to. `connecting`: on the way, also after a loss. `unavailable`: not on this server, or
   * not for this user.
   */
  state: z.enum(['off', 'unavailable', 'connecting', 'proving', 'doubted', 'in-use']),
  reason: z
    .enum(['no-binlog', 'statement-format', 'no-right', 'not-loadable', 'clash', 'lost', 'silent', 'deaf', 'missed'])
    .nullable(),
  /** The reason in the words of the server, where there are more. */
  problem: z.string().nullable(),
  /** Transactions it told of. */
  commits: z.number(),
  /** How often the connection to it was lost. */
  losses: z.number(),
  /** How often a change was found that it had not told of. */
  missed: z.number(),
});
export type BinlogStats = z.infer<typeof binlogStatsSchema>;

const countersSchema = z.record(z.string(), z.number());

/** `GET /api/stats`: the monitoring figures. Times in milliseconds, sizes in bytes; what is counted, since the start. */
export const statsSchema = z.object({
  server: z.object({
    id: z.string(),
    version: z.string(),
    uptimeSeconds: z.number(),
    rssBytes: z.number(),
    heapUsedBytes: z.number(),
  }),
  process: processFiguresSchema,
  status: serverStatusSchema,
  feed: z.object({
    epoch: z.string().nullable(),
    head: z.number(),
    gaps: z.number(),
    watchedIds: z.number(),
    oldestGapMs: z.number().nullable(),
    counters: countersSchema,
    /** Commit of a change to its hand-over to the sockets. */
    lags: histogramSchema,
    /** One read of the change log each. */
    reads: histogramSchema,
    /** By kind, all since the start. */
    incidentCounts: countersSchema,
    /** What went wrong with the log lately, newest first, in plain words. */
    incidents: z.array(z.object({ at: z.string(), code: z.string(), message: z.string() })),
  }),
  log: z.object({
    /** Rows in the change log, counted a few seconds ago; `null` while MySQL is away. */
    rows: z.number().nullable(),
    /** There are more, which were not counted. */
    rowsAtLeast: z.boolean(),
    retentionRows: z.number(),
    readers: z.array(
      z.object({
        id: z.string(),
        lowWater: z.number(),
        heartbeatAgeMs: z.number(),
        live: z.boolean(),
      }),
    ),
    leader: z.boolean(),
    lastCleanup: z.object({ at: z.string(), marked: z.number(), deleted: z.number() }).nullable(),
    /** Cleaning by partitions; `null`: row by row. */
    partitions: z
      .object({
        state: z.enum(['working', 'waiting', 'failed']),
        /** Those that are there, empty ones ahead included; `null` until there are any, and on servers that do not lead. */
        count: z.number().nullable(),
        /** Dropped by this server since it started. */
        dropped: z.number(),
        /** Why it waits or failed, in plain words. */
        problem: z.string().nullable(),
      })
      .nullable(),
  }),
  audit: z.object({
    lastAt: z.string().nullable(),
    lastResult: z.enum(['no-drift', 'drift', 'failed']).nullable(),
    durationMs: z.number().nullable(),
    orders: z.number().nullable(),
    driftsFound: z.number(),
    /** Comparisons by their result. */
    results: countersSchema,
  }),
  clients: z.object({
    total: z.number(),
    byProtocol: countersSchema,
    byState: countersSchema,
    byTransport: countersSchema,
    /** Sessions by protocol. */
    opened: countersSchema,
    /** By why they ended: `client` when it went by itself, else the code the server gave. */
    closed: countersSchema,
    /** Bytes that wait for clients to read them. */
    queueBytes: z.number(),
    demotions: z.number(),
    closedTooSlow: z.number(),
  }),
  deliveries: deliveryFiguresSchema,
  /** What keeps the ports from being flooded. Counts are since the start. */
  guard: z.object({
    connections: z.number(),
    /** Those that have not shown whose they are. */
    strangers: z.number(),
    /** Connections that found no room. */
    refused: z.number(),
    /** Connections that were ended since they were too slow, or to make room. */
    ended: z.number(),
    /** Requests and commands beyond the rate of an address or a person. */
    rateLimited: z.number(),
    /** Wrong passwords, PINs, badges, codes and tokens. */
    guessesWrong: z.number(),
    /** Tries that were not judged, since too many were wrong before. */
    guessesHeld: z.number(),
  }),
  pool: z.object({
    limit: z.number(),
    open: z.number(),
    inUse: z.number(),
    waiting: z.number(),
  }),
  statements: statementFiguresSchema,
  requests: z.array(routeFiguresSchema),
  /** Requests and connections that were not served, by the code of the problem they were answered with. */
  problems: countersSchema,
  /** Lines of the log by level. */
  logged: z.object({ warnings: z.number(), errors: z.number() }),
  /** `null` when no collector is configured. */
  traces: traceFiguresSchema.nullable(),
  /** Between the servers of this database; `null` where none is configured, and from older servers. */
  bus: busStatsSchema.nullable().default(null),
  binlog: binlogStatsSchema,
  replica: replicaStatusSchema,
  /** What is above its limit now, and messages about alerts that nobody took; `GET /api/alerts` tells more. */
  alerts: z.object({ active: z.array(alertRuleSchema), undelivered: z.number() }),
  preflight: z.array(findingSchema),
});
export type Stats = z.infer<typeof statsSchema>;
