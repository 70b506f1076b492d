import { type Order, orderSchema } from '../../src-shared/order.ts';
import { callApi } from './api-call.ts';

/** An answer that takes longer counts as none, in milliseconds. */
const WITHIN_MS = 10_000;

/** One order as the server has it now; `null`: there is none; `unread`: no usable answer. Never rejects. */
export async function readOrder(id: number): Promise<Order | null | 'unread'> {
  const signal = AbortSignal.timeout(WITHIN_MS);
  const answer = await callApi(orderSchema, { method: 'GET', path: `/api/orders/${id}`, signal });
  if (answer.ok) return answer.value;
  return answer.problem?.code === 'not-found' ? null : 'unread';
}
