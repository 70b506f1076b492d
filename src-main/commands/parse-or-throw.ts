import type { z } from 'zod';
import type { Problem } from '../../src-shared/problem.ts';
import { AppError } from '../base/app-error.ts';

type FieldError = NonNullable<Problem['errors']>[number];
type Issue = z.core.$ZodIssue;

// A thousand orders with a wrong id each would answer a small request with a very large one.
const MAX_ERRORS = 20;
const MAX_NAME = 100;

/**
 * The value of `input` by `schema`, for whatever came from outside.
 *
 * @throws AppError `invalid-request` with one entry per wrong field, in plain words
 */
export function parseOrThrow<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const parsed = schema.safeParse(input, { reportInput: true });
  if (parsed.success) return parsed.data;
  throw invalidFields(parsed.error.issues.flatMap(fieldErrorsOf));
}

/** The error for one or more wrong fields; `field` is a dotted path, empty for the whole input. */
export function invalidFields(errors: readonly FieldError[]): AppError {
  const [first] = errors;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  const what = first === undefined ? 'The input is not valid' : `${first.field || 'The input'} ${first.message}`;
  return new AppError('invalid-request', `${what}${more}.`, { errors: errors.slice(0, MAX_ERRORS) });
}

function fieldErrorsOf(issue: Issue): FieldError[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ field: pathOf([...issue.path, key]), message: 'is not a known field' }));
  }
  return [{ field: pathOf(issue.path), message: messageOf(issue) }];
}

function pathOf(path: readonly PropertyKey[]): string {
  return path.map((part) => String(part).slice(0, MAX_NAME)).join('.');
}

function messageOf(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return typeMessage(issue.expected, issue.input);
    case 'invalid_value':
      if (Array.isArray(issue.input)) return 'must be given once';
      return issue.input === undefined ? 'is required' : `must be one of ${issue.values.map(String).join(', ')}`;
    case 'too_small':
      return sizeMessage(issue.inclusive === false ? 'more than' : 'at least', issue.minimum, issue.origin);
    case 'too_big':
      return sizeMessage(issue.inclusive === false ? 'less than' : 'at most', issue.maximum, issue.origin);
    case 'invalid_union':
      return 'must be one of the known kinds';
    default:
      return issue.message;
  }
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: 'text',
  int: 'a whole number',
  number: 'a number',
  object: 'a JSON object',
  array: 'a list',
  boolean: 'true or false',
};

function typeMessage(expected: string, input: unknown): string {
  if (input === undefined) return 'is required';
  if (Array.isArray(input) && expected !== 'object') return 'must be given once';
  return `must be ${TYPE_WORDS[expected] ?? expected}`;
}

const COUNTED: Readonly<Record<string, readonly [one: string, many: string]>> = {
  string: [' character', ' characters'],
  array: [' entry', ' entries'],
};

function sizeMessage(relation: string, bound: number | bigint, origin: string): string {
  const units = COUNTED[origin];
  if (units === undefined) return `must be ${relation} ${bound}`;
  return `must have ${relation} ${bound}${units[Number(bound) === 1 ? 0 : 1]}`;
}
