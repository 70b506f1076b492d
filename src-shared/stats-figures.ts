import { z } from 'zod';

/** How often something took how long. The single times are not kept. */
export const histogramSchema = z.object({
  /** Upper bounds of the buckets in milliseconds, ascending; a time on a bound belongs below it. */
  bounds: z.array(z.number()),
  /** How many fell into each bucket; one more than bounds, the last for what took longer than all of them. */
  counts: z.array(z.number()),
  /** Of all times, in milliseconds. */
  sum: z.number(),
});
export type HistogramFigures = z.infer<typeof histogramSchema>;

/** What the process takes of the machine. */
export const processFiguresSchema = z.object({
  /** ISO 8601 UTC. */
  startedAt: z.string(),
  node: z.string(),
  cpuUserMs: z.number(),
  cpuSystemMs: z.number(),
  heapTotalBytes: z.number(),
  /** Memory of buffers and of native code that belongs to objects. */
  externalBytes: z.number(),
  /** Files, sockets and pipes that are open; `null` where the system does not say. */
  openFiles: z.number().nullable(),
  /** 99th percentile of how late timers ran, over the last few seconds; `null` before it was first measured. */
  loopDelayP99: z.number().nullable(),
});

/** What was handed to the clients since the start, summed over all of them. */
export const deliveryFiguresSchema = z.object({
  /** One change handed to five clients counts as five. */
  changes: z.number(),
  /** Messages that carried them. */
  messages: z.number(),
  /** Snapshots that were begun. */
  snapshots: z.number(),
  /** Bytes of the messages, before the transport adds its own. */
  bytes: z.object({ changes: z.number(), snapshots: z.number(), other: z.number() }),
});

/** SQL statements since the start, of all connections. */
export const statementFiguresSchema = z.object({
  failed: z.number(),
  /** From sending to the last row of the answer, also of those that failed. */
  times: histogramSchema,
});

/** Requests to one route since the start. */
export const routeFiguresSchema = z.object({
  method: z.string(),
  /** As it was declared, such as `/api/orders/:id`; `(none)` for paths that lead nowhere. */
  route: z.string(),
  /** How many were answered with each class of status, such as `2xx`. */
  statuses: z.record(z.string(), z.number()),
  /** Until the last byte was handed over; streams of changes, which last as long as the client likes, are left out. */
  times: histogramSchema,
});
export type RouteFigures = z.infer<typeof routeFiguresSchema>;

/** Spans of traces since the start. */
export const traceFiguresSchema = z.object({
  /** Waiting to be sent to the collector. */
  queued: z.number(),
  exported: z.number(),
  /** Given up: the queue was full, or the collector refused them. */
  dropped: z.number(),
  /** Attempts to send that failed. */
  failures: z.number(),
});
