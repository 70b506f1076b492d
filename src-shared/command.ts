import { z } from 'zod';
import { newOrderSchema, orderChangesSchema, orderIdSchema, orderSchema, orderStatusSchema } from './order.ts';
import { problemSchema } from './problem.ts';
import { MAX_BATCH_ORDERS, MAX_BULK_ORDERS } from './protocol-version.ts';

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
/** Orders of a bulk command, each named once. */
const orderTargets = z
  .array(z.strictObject({ id: orderIdSchema, expectedVersion }))
  .min(1)
  .max(MAX_BULK_ORDERS)
  .refine((orders) => new Set(orders.map((order) => order.id)).size === orders.length, {
    error: 'must name each order once',
  });

export const setStatusSchema = z.strictObject({
  type: z.literal('set-status'),
  status: orderStatusSchema,
  orders: orderTargets,
});
export const deleteOrdersSchema = z.strictObject({
  type: z.literal('delete-orders'),
  orders: orderTargets,
});
export const createOrdersSchema = z.strictObject({
  type: z.literal('create-orders'),
  /** The sender's own. A batch with a key that was used within the last day is not created a second time. */
  batchKey: z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'must be a UUID in lower case'),
  orders: z.array(newOrderSchema).min(1).max(MAX_BATCH_ORDERS),
});

/** A change as a client knows it: the order, and the version that the change made (DELETE: the one it took away). */
export const undoTargetSchema = z.strictObject({
  id: orderIdSchema,
  version: z.number().int().nonnegative(),
  change: z.enum(['INSERT', 'UPDATE', 'DELETE']),
});
export type UndoTarget = z.infer<typeof undoTargetSchema>;

export const undoSchema = z.strictObject({
  type: z.literal('undo'),
  changes: z
    .array(undoTargetSchema)
    .min(1)
    .max(MAX_BULK_ORDERS)
    .refine((changes) => new Set(changes.map((change) => change.id)).size === changes.length, {
      error: 'must name each order once',
    }),
});

/** Everything a client can ask the server to do to orders. */
export const commandSchema = z.discriminatedUnion('type', [
  createOrderSchema,
  updateOrderSchema,
  deleteOrderSchema,
  setStatusSchema,
  undoSchema,
  deleteOrdersSchema,
  createOrdersSchema,
]);
export type Command = z.infer<typeof commandSchema>;
export type CommandOf<T extends Command['type']> = Extract<Command, { type: T }>;

/** What became of each order of a bulk command. */
export const bulkOutcomeSchema = z.object({
  updated: z.array(orderSchema),
  /** The rows as they were. */
  deleted: z.array(orderSchema),
  /** Orders whose version was not the expected one; the rows as they are now. Nothing was done to them. */
  conflicts: z.array(orderSchema),
  notFound: z.array(orderIdSchema),
});
export type BulkOutcome = z.infer<typeof bulkOutcomeSchema>;

/** What became of each change that was to be taken back. */
export const undoOutcomeSchema = z.object({
  /** Edits and deletes that were taken back; the rows as they are now. */
  restored: z.array(orderSchema),
  /** Orders whose creation was taken back; the rows as they were. */
  deleted: z.array(orderSchema),
  /** Somebody changed the same fields since; the rows as they are now. Nothing was changed in them. */
  conflicts: z.array(orderSchema),
  /** Deleted since, or, where a delete was to be taken back, there again. */
  gone: z.array(orderIdSchema),
  /** Neither the log nor its archive tells this change any more. */
  expired: z.array(orderIdSchema),
});
export type UndoOutcome = z.infer<typeof undoOutcomeSchema>;
/** The orders of a batch in its sequence, as they were when they were created. */
export const createdOrdersSchema = z.object({
  orders: z.array(orderSchema.pick({ id: true, version: true })),
  /** True when an earlier command with this key created them: this one wrote nothing. */
  repeated: z.boolean(),
});
export type CreatedOrders = z.infer<typeof createdOrdersSchema>;

export const commandResultSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('order'), order: orderSchema }),
  z.object({ kind: z.literal('deleted'), order: orderSchema }),
  z.object({ kind: z.literal('bulk'), outcome: bulkOutcomeSchema }),
  z.object({ kind: z.literal('undone'), outcome: undoOutcomeSchema }),
  createdOrdersSchema.extend({ kind: z.literal('created') }),
  z.object({ kind: z.literal('problem'), problem: problemSchema }),
]);
export type CommandResult = z.infer<typeof commandResultSchema>;
