import { z } from 'zod';
import { changeEventSchema } from './change-event.ts';
import { commandResultSchema } from './command.ts';
import { ERROR_CODES, type ErrorCode } from './error-code.ts';
import { orderSchema } from './order.ts';
import { orderWindowSchema } from './order-window.ts';
import { ORDERDECK_V1 } from './protocol-version.ts';
import { serverStatusSchema } from './server-status.ts';

/** Opaque: hand it back in `hello`. It stands for everything received up to and including the message it came in. */
const token = z.string();

/** Why a snapshot is sent instead of the missing changes. */
export const snapshotReasonSchema = z.enum([
  'first-connect',
  /** The client's place is no longer in the log. */
  'log-passed',
  /** The token belongs to an earlier epoch: the log was replaced, or changes bypassed it. */
  'new-epoch',
  /** The table was found to differ from what had been delivered. */
  'drift',
]);
export type SnapshotReason = z.infer<typeof snapshotReasonSchema>;

/** First answer to `hello`. `recovered`: the changes since the client's token follow; otherwise a snapshot does. */
export const welcomeSchema = z.object({
  type: z.literal('welcome'),
  protocol: z.literal(ORDERDECK_V1),
  serverId: z.string(),
  serverVersion: z.string(),
  recovered: z.boolean(),
  heartbeatMs: z.number().int().positive(),
});

/** From here to `snapshot-end` the orders that come replace everything the client had. May come at any time. */
export const snapshotBeginSchema = z.object({
  type: z.literal('snapshot-begin'),
  reason: snapshotReasonSchema,
  /** How many orders to expect, for a progress display. */
  total: z.number().int().nonnegative(),
  /** The snapshot holds this part of the table only. */
  window: orderWindowSchema.optional(),
});
export const snapshotChunkSchema = z.object({
  type: z.literal('snapshot-chunk'),
  orders: z.array(orderSchema),
});
export const snapshotEndSchema = z.object({
  type: z.literal('snapshot-end'),
  token,
});

/** All changes of one read of the log, in the sequence in which to apply them. */
export const changesSchema = z.object({
  type: z.literal('changes'),
  changes: z.array(changeEventSchema),
  token,
  /** While catching up: an estimate of the changes still to come. Absent when live. */
  remaining: z.number().int().nonnegative().optional(),
});

export const statusSchema = z.object({
  type: z.literal('status'),
  status: serverStatusSchema,
});

/** Sent every `heartbeatMs`, so that silence means trouble. */
export const heartbeatSchema = z.object({
  type: z.literal('heartbeat'),
  dataAgeMs: z.number().nullable(),
});

export const resultSchema = z.object({
  type: z.literal('result'),
  requestId: z.string(),
  result: commandResultSchema,
});

const codes = Object.keys(ERROR_CODES) as [ErrorCode, ...ErrorCode[]];

/** The last message before the server closes the connection on purpose. */
export const byeSchema = z.object({
  type: z.literal('bye'),
  code: z.enum(codes),
  detail: z.string(),
  /** How long to wait before coming back, in milliseconds; `null`: not without a change on the client's side. */
  retryAfterMs: z.number().int().nonnegative().nullable(),
});

/** Everything the server sends to a client of `orderdeck.v1`, over WebSocket, server-sent events or IPC. */
export const serverMessageSchema = z.discriminatedUnion('type', [
  welcomeSchema,
  snapshotBeginSchema,
  snapshotChunkSchema,
  snapshotEndSchema,
  changesSchema,
  statusSchema,
  heartbeatSchema,
  resultSchema,
  byeSchema,
]);
export type ServerMessage = z.infer<typeof serverMessageSchema>;
export type ServerMessageOf<T extends ServerMessage['type']> = Extract<ServerMessage, { type: T }>;
