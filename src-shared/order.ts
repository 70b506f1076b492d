import { z } from 'zod';

/** The three states of an order, in the sequence an order normally passes through them. */
export const ORDER_STATUSES = ['pending', 'shipped', 'delivered'] as const;
export const orderStatusSchema = z.enum(ORDER_STATUSES);
export type OrderStatus = z.infer<typeof orderStatusSchema>;

/** `VARCHAR(255)` counts characters (code points), not UTF-16 units, so the wire does too. */
export const ORDER_TEXT_MAX = 255;

/** Ids travel as JSON numbers; beyond 2^53 - 1 a JavaScript client would silently read another id. */
export const orderIdSchema = z.number().int().positive().max(Number.MAX_SAFE_INTEGER);

/** One row of `orders`. Keys are the column names; times are ISO 8601 in UTC, `null` where the column is NULL. */
export const orderSchema = z.object({
  id: orderIdSchema,
  customer_name: z.string(),
  product_name: z.string(),
  status: orderStatusSchema,
  /** Starts at 1 and is raised by every UPDATE, whoever makes it. Receivers ignore versions they already have. */
  version: z.number().int().nonnegative(),
  updated_at: z.string().nullable(),
  created_at: z.string().nullable(),
});
export type Order = z.infer<typeof orderSchema>;

// Control characters have no business in a name, break scanners, CSV and labels, and hide what was typed.
const CONTROL_CHARACTER = /\p{Cc}/u;
// Half a surrogate pair is no character: MySQL would store something else than was sent.
const LONE_SURROGATE = /\p{Cs}/u;

/** A name a person typed: stored exactly as given (no trimming), so blank or unprintable text is refused instead. */
export const orderTextSchema = z
  .string()
  .refine((text) => text.trim() !== '', { error: 'must not be empty or blank' })
  .refine((text) => [...text].length <= ORDER_TEXT_MAX, {
    error: `must be at most ${ORDER_TEXT_MAX} characters`,
  })
  .refine((text) => !CONTROL_CHARACTER.test(text), {
    error: 'must not contain control characters',
  })
  .refine((text) => !LONE_SURROGATE.test(text), {
    error: 'must be valid Unicode text',
  });

/** What somebody supplies to create an order. */
export const newOrderSchema = z.strictObject({
  customer_name: orderTextSchema,
  product_name: orderTextSchema,
  status: orderStatusSchema.optional(),
});
export type NewOrder = z.infer<typeof newOrderSchema>;

/** Any non-empty subset of the three fields a person may change. */
export const orderChangesSchema = newOrderSchema.partial().refine((changes) => Object.keys(changes).length > 0, {
  error: 'must change at least one field',
});
export type OrderChanges = z.infer<typeof orderChangesSchema>;
