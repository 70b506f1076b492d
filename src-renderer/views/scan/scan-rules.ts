import type { OrderStatus } from '../../../src-shared/order.ts';
import type { ScanMode } from './scan-code.ts';

/** A mode that changes orders. */
export type WritingMode = Exclude<ScanMode, 'lookup'>;

/** Why an order cannot take the step the mode asks for. */
export type RefusalReason = 'not-shipped-yet' | 'already-delivered';

/** What a scan does to an order in the status it has. */
export type Verdict =
  | { readonly kind: 'write'; readonly to: OrderStatus }
  | { readonly kind: 'already' }
  | { readonly kind: 'refused'; readonly why: RefusalReason };

/** An order goes forward one step at a time, and back to the start from everywhere. */
export const SCAN_RULES: Readonly<Record<WritingMode, Readonly<Record<OrderStatus, Verdict>>>> = {
  ship: {
    pending: { kind: 'write', to: 'shipped' },
    shipped: { kind: 'already' },
    delivered: { kind: 'refused', why: 'already-delivered' },
  },
  deliver: {
    pending: { kind: 'refused', why: 'not-shipped-yet' },
    shipped: { kind: 'write', to: 'delivered' },
    delivered: { kind: 'already' },
  },
  pending: {
    pending: { kind: 'already' },
    shipped: { kind: 'write', to: 'pending' },
    delivered: { kind: 'write', to: 'pending' },
  },
};
