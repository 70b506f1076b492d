import type { OrderSort } from '../../src-shared/rest-api.ts';
import { AppError } from '../base/app-error.ts';
import { decodeOpaque, encodeOpaque } from './opaque-text.ts';

/** The last row of a page: what it was sorted by, as MySQL prints it, and its id. `value` is unused when sorted by id. */
export interface OrderCursor {
  readonly value: string | null;
  readonly id: number;
}

/** Opaque text for a cursor; it belongs to one sort. */
export function encodeCursor(sort: OrderSort, { value, id }: OrderCursor): string {
  return encodeOpaque([sort, value, id]);
}

/** @throws AppError `invalid-request` for anything that `encodeCursor` did not write for this sort */
export function decodeCursor(text: string, sort: OrderSort): OrderCursor {
  const parts = decodeOpaque(text);
  if (!Array.isArray(parts) || parts.length !== 3) throw invalid('is not one that this server handed out');
  const [forSort, value, id] = parts as unknown[];
  if (forSort !== sort) throw invalid('belongs to another sort');
  if (!Number.isSafeInteger(id) || (id as number) < 1) throw invalid('is not one that this server handed out');
  if (value !== null && !isTimestampText(value)) throw invalid('is not one that this server handed out');
  return { value: value as string | null, id: id as number };
}

const TIMESTAMP = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.\d{1,6})?$/;
const ZERO = '0000-00-00 00:00:00';

// MySQL answers an impossible date with an error, so it is refused here.
function isTimestampText(value: unknown): boolean {
  const [, day, time] = typeof value === 'string' ? (TIMESTAMP.exec(value) ?? []) : [];
  if (day === undefined || time === undefined) return false;
  if (value === ZERO) return true;
  const date = new Date(`${day}T${time}Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(`${day}T${time}`);
}

function invalid(message: string): AppError {
  return new AppError('invalid-request', `The cursor ${message}. Start again from the first page.`, {
    errors: [{ field: 'cursor', message }],
  });
}
