import type { ChangeEvent } from '../../src-shared/change-event.ts';
import type { Order } from '../../src-shared/order.ts';

/** An order as a test needs it; what the test does not care about is made up. */
export function anOrder(part: Partial<Order> & { readonly id: number }): Order {
  return {
    customer_name: `Customer ${part.id}`,
    product_name: 'Laptop',
    status: 'pending',
    version: 1,
    updated_at: '2025-09-13T20:30:00.000Z',
    created_at: '2025-09-13T20:00:00.000Z',
    ...part,
  };
}

let lastChangeId = 0;

export function inserted(order: Order): ChangeEvent {
  return { ...someone(), type: 'INSERT', order };
}

export function updated(order: Order, previous: Partial<Order> = {}): ChangeEvent {
  return { ...someone(), type: 'UPDATE', order, previous };
}

export function deleted(order: Order): ChangeEvent {
  return { ...someone(), type: 'DELETE', order };
}

function someone(): Pick<ChangeEvent, 'changeId' | 'actor' | 'at'> {
  lastChangeId += 1;
  return { changeId: lastChangeId, actor: 'test', at: '2025-09-13T20:30:00.000Z' };
}
