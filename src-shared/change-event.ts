import { z } from 'zod';
import { orderSchema } from './order.ts';

const common = {
  /** Id of the row in `order_changes`. Not dense and, across orders, not in commit order. */
  changeId: z.number().int().positive(),
  /** Who wrote it: the person or program this server acted for, else the MySQL user. `null` in rows of older schemas. */
  actor: z.string().nullable(),
  /** When the writer's statement began, by the database's clock; ISO 8601 UTC. */
  at: z.string(),
};

export const insertEventSchema = z.object({
  ...common,
  type: z.literal('INSERT'),
  order: orderSchema,
});
export const updateEventSchema = z.object({
  ...common,
  type: z.literal('UPDATE'),
  order: orderSchema,
  /** Former values of the fields that changed, so `{ ...order, ...previous }` is the whole row before. */
  previous: orderSchema.partial(),
});
/** `order` is the row as it was when it was deleted. */
export const deleteEventSchema = z.object({
  ...common,
  type: z.literal('DELETE'),
  order: orderSchema,
});

/** One committed change of one row of `orders`. */
export const changeEventSchema = z.discriminatedUnion('type', [
  insertEventSchema,
  updateEventSchema,
  deleteEventSchema,
]);
export type ChangeEvent = z.infer<typeof changeEventSchema>;
export type ChangeType = ChangeEvent['type'];
