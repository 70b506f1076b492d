import type { Order } from '../../src-shared/order.ts';
import { AppError } from '../base/app-error.ts';
import type { WriteOutcome } from './order-repository.ts';

/**
 * The order that was written.
 *
 * @throws AppError `conflict` (with the row as it is now) or `not-found`
 */
export function writtenOrder(id: number, outcome: WriteOutcome): Order {
  switch (outcome.kind) {
    case 'written':
      return outcome.order;
    case 'conflict': {
      const { current } = outcome;
      const detail = `Order ${id} was changed by somebody else and is at version ${current.version} now. Look at it and try again.`;
      throw new AppError('conflict', detail, { current });
    }
    case 'not-found':
      throw orderNotFound(id);
  }
}

export function orderNotFound(id: number): AppError {
  return new AppError('not-found', `Order ${id} does not exist.`, {
    errors: [{ field: 'id', message: 'is not an order' }],
  });
}
