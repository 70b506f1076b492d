import { z } from 'zod';

/** A whole number within limits. */
export const whole = (min: number, max: number) => {
  const takes = `takes a whole number from ${min} to ${max}`;
  return z
    .string()
    .regex(/^\d+$/, takes)
    .transform(Number)
    .refine((value) => value >= min && value <= max, { error: takes });
};
export const port = whole(0, 65_535);
export const minutes = whole(1, 525_600);
/** On or off. */
export const flag = z
  .enum(['0', '1', 'true', 'false'], { error: 'takes 1, 0, true or false' })
  .transform((value) => value === '1' || value === 'true');
/** Text that may not be empty. @param what it takes, for the message */
export const text = (what: string) => z.string().min(1, `takes ${what}`);
/** Several values, separated by commas. */
export const list = z.string().transform((value) =>
  value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== ''),
);
