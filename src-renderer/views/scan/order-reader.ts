import { type Order, orderSchema } from '../../../src-shared/order.ts';
import { type OrderHistory, orderHistorySchema } from '../../../src-shared/rest-api.ts';

/** An order as the server has it this moment. */
export type Reading =
  | { readonly kind: 'row'; readonly order: Order }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unreachable' };

/** Asks the server itself, for what must not be decided by a picture that may be old. */
export interface OrderReader {
  read(id: number): Promise<Reading>;
  /** Newest first; `null` when it cannot be had. */
  history(id: number): Promise<OrderHistory | null>;
}

/** An answer that takes longer counts as none, in milliseconds. */
const WITHIN_MS = 5_000;

/** Reads by REST, from where the page came. Never rejects. */
export const restOrderReader: OrderReader = {
  async read(id) {
    try {
      const response = await ask(`/api/orders/${id}`);
      if (response.status === 404) return { kind: 'absent' };
      if (!response.ok) return { kind: 'unreachable' };
      return { kind: 'row', order: orderSchema.parse(await response.json()) };
    } catch {
      return { kind: 'unreachable' };
    }
  },
  async history(id) {
    try {
      const response = await ask(`/api/orders/${id}/history`);
      return response.ok ? orderHistorySchema.parse(await response.json()) : null;
    } catch {
      return null;
    }
  },
};

function ask(path: string): Promise<Response> {
  return fetch(path, {
    headers: { accept: 'application/json' },
    cache: 'no-store',
    signal: AbortSignal.timeout(WITHIN_MS),
  });
}
