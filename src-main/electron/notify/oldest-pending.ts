import type { Readable } from 'node:stream';
import { z } from 'zod';
import { orderSchema } from '../../../src-shared/order.ts';
import { MAX_PAGE } from '../../../src-shared/rest-api.ts';
import type { LocalRequest, LocalResponse } from '../../http/local-request.ts';
import { encodeCursor } from '../../mysql/order-cursor.ts';
import type { OldestPending } from './notification-rules.ts';

// Orders without a time of creation, or with a zero date, sort before all others and would fill the page.
const AFTER_TIMELESS = encodeCursor('created_at', { value: '1970-01-02 00:00:00', id: 1 });
const PATH = `/api/orders?status=pending&sort=created_at&limit=${MAX_PAGE}&cursor=${AFTER_TIMELESS}`;
const ordersSchema = z.array(orderSchema);

/**
 * The pending orders created first, at most MAX_PAGE of them, and none that nobody knows the age of.
 *
 * @param request of the core; `null` while there is none
 * @returns `null` when they cannot be had at the moment
 */
export async function oldestPending(
  request: (request: LocalRequest) => Promise<LocalResponse> | null,
): Promise<OldestPending | null> {
  const response = await request({ method: 'GET', path: PATH, headers: {}, body: null, remote: 'notifications' });
  if (response === null) return null;
  const text = await textOf(response.body);
  if (response.status !== 200) return null;
  const orders = ordersSchema.parse(JSON.parse(text));
  return { orders, complete: response.headers.link === undefined };
}

async function textOf(body: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks).toString('utf8');
}
