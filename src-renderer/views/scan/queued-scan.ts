import { z } from 'zod';
import { orderIdSchema, orderStatusSchema } from '../../../src-shared/order.ts';
import { SCAN_MODES } from './scan-code.ts';
import { scannerSchema } from './scanner.ts';

/** A scan that is not carried out yet. It is kept as text over a reload, so it is read back with care. */
export const queuedScanSchema = z.object({
  key: z.number().int(),
  code: z.string(),
  id: orderIdSchema,
  mode: z.enum(SCAN_MODES),
  /** Milliseconds since 1970. */
  at: z.number(),
  /** In whose name it is sent, and in nobody else's; `null` as long as this page does not know who it is. */
  by: scannerSchema.nullable().default(null),
  /** The write that was sent and not answered: it may or may not have been done. */
  attempt: z
    .object({ version: z.number().int().nonnegative(), from: orderStatusSchema, to: orderStatusSchema })
    .nullable(),
});
export type QueuedScan = z.infer<typeof queuedScanSchema>;
export type Attempt = NonNullable<QueuedScan['attempt']>;
