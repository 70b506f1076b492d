import { z } from 'zod';
import { commandSchema } from './command.ts';
import { windowSizeSchema } from './order-window.ts';

/** First message of a client. `token` is the last one it was given; without it the client starts from a snapshot. */
export const helloSchema = z.strictObject({
  type: z.literal('hello'),
  token: z.string().max(16_384).optional(),
  /** The newest so many orders, and all that are open, are enough. */
  window: windowSizeSchema.optional(),
});

/** `requestId` is the client's own; the answer repeats it. */
export const commandMessageSchema = z.strictObject({
  type: z.literal('command'),
  requestId: z.string().min(1).max(64),
  command: commandSchema,
});

/**
 * A message whose command has not been looked at yet. A receiver reads this first, so that a bad command is answered
 * with the problem of its fields instead of ending the connection.
 */
export const clientEnvelopeSchema = z.discriminatedUnion('type', [
  helloSchema,
  commandMessageSchema.extend({ command: z.unknown() }),
]);
export type ClientEnvelope = z.infer<typeof clientEnvelopeSchema>;

/** Everything a client of `orderdeck.v1` may send. */
export const clientMessageSchema = z.discriminatedUnion('type', [helloSchema, commandMessageSchema]);
export type ClientMessage = z.infer<typeof clientMessageSchema>;
export type ClientMessageOf<T extends ClientMessage['type']> = Extract<ClientMessage, { type: T }>;
