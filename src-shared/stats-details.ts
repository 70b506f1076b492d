import { z } from 'zod';
import { databaseCheckStepSchema } from './database-check.ts';
import { findingSchema } from './rest-api.ts';

/** What carries a session. */
export const transportSchema = z.enum(['websocket', 'event-stream', 'window']);
export type TransportName = z.infer<typeof transportSchema>;

/** The most sessions, gaps, transactions and errors that are listed. */
export const MAX_LISTED = 500;
export const ERRORS_KEPT = 100;
export const GAPS_LISTED = 100;

/** `GET /api/stats/clients`: who is connected, those that have been for longest first. */
export const clientListSchema = z.object({
  total: z.number(),
  /** At most `MAX_LISTED`. */
  clients: z.array(
    z.object({
      id: z.string(),
      address: z.string(),
      transport: transportSchema,
      protocol: z.string(),
      state: z.enum(['connected', 'waiting', 'catching-up', 'live', 'closed']),
      /** Bytes that were sent and that it has not taken yet. */
      queueBytes: z.number(),
      /** Batches of changes that wait until it takes more; `null` while it is not live. */
      batchesBehind: z.number().nullable(),
      /** How often it fell so far behind that it had to be brought to the present anew. */
      demotions: z.number(),
      /** ISO 8601 UTC. */
      connectedSince: z.string(),
      /** As it names itself, at most 200 characters. */
      userAgent: z.string().nullable(),
    }),
  ),
});
export type ClientList = z.infer<typeof clientListSchema>;
export type ClientEntry = ClientList['clients'][number];

/** `GET /api/stats/errors`: what was logged as a warning or an error, newest first; the same again is one entry. */
export const errorListSchema = z.object({
  errors: z.array(
    z.object({
      level: z.enum(['warning', 'error']),
      message: z.string(),
      /** What kind it is, where that is known: of an incident, of a problem or of the driver. */
      code: z.string().nullable(),
      /** ISO 8601 UTC of the last and the first time. */
      lastAt: z.string(),
      firstAt: z.string(),
      count: z.number(),
    }),
  ),
});
export type ErrorList = z.infer<typeof errorListSchema>;

/** `GET /api/stats/gaps`: ids of the log that are taken and not committed, and the transactions that may hold them. */
export const gapReportSchema = z.object({
  /** Rows in the change log now; `rowsAtLeast` when there are more, which are not counted. */
  rows: z.number().nullable(),
  rowsAtLeast: z.boolean(),
  gaps: z.array(
    z.object({
      from: z.number(),
      to: z.number(),
      ageMs: z.number(),
      /** Whether its rows are there, not committed yet; otherwise the ids are most likely lost to a rollback. */
      inFlight: z.boolean(),
      /** The first of its rows, where it is there. */
      change: z
        .object({
          orderId: z.number(),
          type: z.enum(['INSERT', 'UPDATE', 'DELETE']),
          /** Who wrote it: a MySQL account, or whom a server acted for. */
          actor: z.string().nullable(),
        })
        .nullable(),
      /** The transaction that holds it, when only one can. */
      connectionId: z.number().nullable(),
    }),
  ),
  /** Transactions that have written something and are still open, the oldest first. */
  transactions: z.array(
    z.object({
      connectionId: z.number(),
      user: z.string().nullable(),
      host: z.string().nullable(),
      database: z.string().nullable(),
      ageMs: z.number(),
      rowsModified: z.number(),
      /** What the connection is doing now, `Sleep` for one that was left open. */
      command: z.string().nullable(),
    }),
  ),
  /** Why the transactions are not known, with what changes that; `null` when they are. */
  hidden: z.object({ message: z.string(), repair: z.string() }).nullable(),
});
export type GapReport = z.infer<typeof gapReportSchema>;

/** What is looked at in the database beyond reaching it. */
export const CHECK_AREAS = ['server', 'clock', 'schema', 'triggers', 'rights', 'log'] as const;

/** `POST /api/database/check` and `POST /api/database/repair`. */
export const databaseReportSchema = z.object({
  /** ISO 8601 UTC. */
  at: z.string(),
  durationMs: z.number(),
  server: z.string().nullable(),
  /** The way to the database, each step with what was found. */
  steps: z.array(databaseCheckStepSchema),
  /** One entry for each area, in their sequence; none when the database was not reached. */
  areas: z.array(z.object({ area: z.enum(CHECK_AREAS), findings: z.array(findingSchema) })),
  /** Whether `POST /api/database/repair` can put something right. */
  repairable: z.boolean(),
  /** What a repair did, and why it went no further; `null` for a look that changed nothing. */
  repair: z.object({ done: z.array(z.string()), problem: findingSchema.nullable() }).nullable(),
});
export type DatabaseReport = z.infer<typeof databaseReportSchema>;
