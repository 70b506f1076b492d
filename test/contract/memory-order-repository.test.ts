import { MemoryOrderRepository } from '../support/memory-order-repository.ts';
import { describeOrderActivity } from './order-activity.ts';
import { describeOrderRepository } from './order-repository.ts';
import { describeOrderUndo } from './order-undo.ts';

const open = async () => ({
  orders: new MemoryOrderRepository(),
  release: async () => undefined,
});

describeOrderRepository('in memory', open);
describeOrderUndo('in memory', open);
describeOrderActivity('in memory', open);
