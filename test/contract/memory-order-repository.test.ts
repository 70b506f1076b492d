import { MemoryOrderRepository } from '../support/memory-order-repository.ts';
import { describeOrderRepository } from './order-repository.ts';

describeOrderRepository('in memory', async () => ({
  orders: new MemoryOrderRepository(),
  release: async () => undefined,
}));
