import type { ZodType } from 'zod';
import type { OrderChanges } from '../../src-shared/order.ts';
import type { Problem } from '../../src-shared/problem.ts';
import { problemText } from './problem-text.ts';
import { sentence } from './sentence.ts';

type Field = keyof OrderChanges;

/** What is wrong, beside the field it belongs to; `form` is what belongs to none. */
export interface FieldErrors {
  readonly fields: Readonly<Partial<Record<Field, string>>>;
  readonly form: string | null;
}

export const NO_ERRORS: FieldErrors = { fields: {}, form: null };

const FIELDS: readonly Field[] = ['customer_name', 'product_name', 'status'];

/** The server names fields by their path in the command (`order.customer_name`); the last part is the field. */
export function fieldErrorsOf(problem: Problem): FieldErrors {
  const fields: Partial<Record<Field, string>> = {};
  const rest: string[] = [];
  for (const { field, message } of problem.errors ?? []) {
    const known = FIELDS.find((name) => name === field.split('.').at(-1));
    if (known === undefined) rest.push(sentence(message));
    else fields[known] ??= sentence(message);
  }
  if (Object.keys(fields).length === 0 && rest.length === 0) return { fields, form: problemText(problem) };
  return { fields, form: rest.length === 0 ? null : rest.join(' ') };
}

/** The same rules as the server's, before anything is sent; `NO_ERRORS` when all is well. */
export function localErrors(schema: ZodType, value: unknown): FieldErrors {
  const parsed = schema.safeParse(value);
  if (parsed.success) return NO_ERRORS;
  const fields: Partial<Record<Field, string>> = {};
  for (const { path, message } of parsed.error.issues) {
    const known = FIELDS.find((name) => name === path.at(-1));
    if (known !== undefined) fields[known] ??= sentence(message);
  }
  return { fields, form: null };
}
