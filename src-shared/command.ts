import { z } from 'zod';
import { newOrderSchema, orderChangesSchema, orderIdSchema, orderSchema, orderStatusSchema } from './order.ts';
import { problemSchema } from './problem.ts';
import { MAX_BULK_ORDERS } from './protocol-version.ts';

/** The version the person saw. When given, the command fails with `conflict` if the row has another one by now. */
const expectedVersion = z.number().int().nonnegative().optional();

export const createOrderSchema = z.strictObject({
  type: z.literal('create-order'),
  order: newOrderSchema,
});
export const updateOrderSchema = z.strictObject({
  type: z.literal('update-order'),
  id: orderIdSchema,
  expectedVersion,
  changes: orderChangesSchema,
});
export const deleteOrderSchema = z.strictObject({
  type: z.literal('delete-order'),
  id: orderIdSchema,
  expectedVersion,
});
export const setStatusSchema = z.strictObject({
  type: z.literal('set-status'),
  status: orderStatusSchema,
  orders: z
    .array(z.strictObject({ id: orderIdSchema, expectedVersion }))
    .min(1)
    .max(MAX_BULK_ORDERS)
    .refine((orders) => new Set(orders.map((order) => order.id)).size === orders.length, {
      error: 'must name each order once',
    }),
});

/** Everything a client can ask the server to do to orders. */
export const commandSchema = z.discriminatedUnion('type', [
  createOrderSchema,
  updateOrderSchema,
  deleteOrderSchema,
  setStatusSchema,
]);
export type Command = z.infer<typeof commandSchema>;
export type CommandOf<T extends Command['type']> = Extract<Command, { type: T }>;

/** What became of each order of a bulk status change. */
export const bulkOutcomeSchema = z.object({
  updated: z.array(orderSchema),
  /** Orders whose version was not the expected one; the rows as they are now. Nothing was changed in them. */
  conflicts: z.array(orderSchema),
  notFound: z.array(orderIdSchema),
});
export type BulkOutcome = z.infer<typeof bulkOutcomeSchema>;

export const commandResultSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('order'), order: orderSchema }),
  z.object({ kind: z.literal('deleted'), order: orderSchema }),
  z.object({ kind: z.literal('bulk'), outcome: bulkOutcomeSchema }),
  z.object({ kind: z.literal('problem'), problem: problemSchema }),
]);
export type CommandResult = z.infer<typeof commandResultSchema>;
