import { z } from 'zod';
import { ERROR_CODES, type ErrorCode } from './error-code.ts';
import { orderSchema } from './order.ts';

const codes = Object.keys(ERROR_CODES) as [ErrorCode, ...ErrorCode[]];

/** RFC 9457 problem details, with the fields of this product. Never carries a stack or an SQL text. */
export const problemSchema = z.object({
  /** `urn:orderdeck:problem:` and the code. */
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  /** What happened and what to do, for a person. */
  detail: z.string(),
  code: z.enum(codes),
  /** Which input was wrong, one entry each; `field` is a dotted path, empty for the whole body. */
  errors: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
  /** With `conflict`: the row as it is now. */
  current: orderSchema.optional(),
});
export type Problem = z.infer<typeof problemSchema>;

/** Builds the problem of a code; the status and title come from the closed list. */
export function problemOf(code: ErrorCode, detail: string, extra: Pick<Problem, 'errors' | 'current'> = {}): Problem {
  const { status, title } = ERROR_CODES[code];
  return {
    type: `urn:orderdeck:problem:${code}`,
    title,
    status,
    detail,
    code,
    ...extra,
  };
}
