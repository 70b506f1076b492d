import { z } from 'zod';
import { orderSchema } from './order.ts';

/**
 * The four messages of a client that asks for no subprotocol: INITIAL_DATA once (again only when the client fell
 * so far behind that its place is gone from the log), then one message for each change.
 */
export const baseMessageSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('INITIAL_DATA'),
    data: z.array(orderSchema),
    timestamp: z.string(),
  }),
  z.object({
    type: z.literal('INSERT'),
    data: orderSchema,
    timestamp: z.string(),
    changeId: z.number(),
  }),
  z.object({
    type: z.literal('UPDATE'),
    data: orderSchema,
    oldData: orderSchema,
    newData: orderSchema,
    timestamp: z.string(),
    changeId: z.number(),
  }),
  z.object({
    type: z.literal('DELETE'),
    data: orderSchema,
    timestamp: z.string(),
    changeId: z.number(),
  }),
]);
export type BaseMessage = z.infer<typeof baseMessageSchema>;
