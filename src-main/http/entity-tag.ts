import { AppError } from '../base/app-error.ts';

/** The strong entity tag of an order: its version in quotes. */
export function entityTagOf(order: { readonly version: number }): string {
  return `"${order.version}"`;
}

/**
 * The version that `If-Match` asks for; undefined when there is no such header or it is `*` (any version).
 *
 * @throws AppError `precondition-failed` for anything but one strong tag of an order
 */
export function expectedVersionOf(ifMatch: string | undefined): number | undefined {
  const tag = ifMatch?.trim();
  if (tag === undefined || tag === '*') return undefined;
  const [, digits] = /^"(0|[1-9]\d{0,15})"$/.exec(tag) ?? [];
  const version = Number(digits);
  if (digits !== undefined && Number.isSafeInteger(version)) return version;
  throw new AppError('precondition-failed', 'If-Match takes the ETag of the order, such as "3", or *.', {
    errors: [{ field: 'If-Match', message: 'must be the ETag of the order, such as "3", or *' }],
  });
}

/** Whether a client that holds one of these tags already has this order (weak comparison, RFC 9110). */
export function isUnchanged(ifNoneMatch: string | undefined, tag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  return ifNoneMatch
    .split(',')
    .map((entry) => entry.trim().replace(/^W\//, ''))
    .some((entry) => entry === '*' || entry === tag);
}
