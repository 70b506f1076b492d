import { describe, expect, it } from 'vitest';
import { AppError } from '../../src-main/base/app-error.ts';
import { parseOrThrow } from '../../src-main/commands/parse-or-throw.ts';
import { commandSchema } from '../../src-shared/command.ts';

function errorsOf(input: unknown) {
  try {
    parseOrThrow(commandSchema, input);
  } catch (error) {
    if (error instanceof AppError) return error.problem;
    throw error;
  }
  throw new Error('accepted');
}

describe('parseOrThrow', () => {
  const order = { customer_name: 'Ada', product_name: 'Laptop' };

  it('[CMD-8] hands back the value of the schema', () => {
    expect(parseOrThrow(commandSchema, { type: 'create-order', order })).toEqual({ type: 'create-order', order });
  });

  it('[CMD-9] names every wrong field by its path, in plain words', () => {
    const problem = errorsOf({ type: 'create-order', order: { customer_name: ' ', status: 'lost', price: 1 } });
    expect(problem.code).toBe('invalid-request');
    expect(problem.errors).toEqual([
      { field: 'order.customer_name', message: 'must not be empty or blank' },
      { field: 'order.product_name', message: 'is required' },
      { field: 'order.status', message: 'must be one of pending, shipped, delivered' },
      { field: 'order.price', message: 'is not a known field' },
    ]);
    expect(problem.detail).toBe('order.customer_name must not be empty or blank (and 3 more).');
  });

  it.each([
    [null, '', 'must be a JSON object'],
    [[], '', 'must be a JSON object'],
    [{}, 'type', 'must be one of the known kinds'],
    [{ type: 'drop-table' }, 'type', 'must be one of the known kinds'],
    [{ type: 'delete-order', id: '1' }, 'id', 'must be a number'],
    [{ type: 'delete-order', id: 1.5 }, 'id', 'must be a whole number'],
    [{ type: 'delete-order', id: 0 }, 'id', 'must be more than 0'],
    [{ type: 'delete-order', id: 2 ** 53 }, 'id', 'must be at most 9007199254740991'],
    [{ type: 'update-order', id: 1, changes: {} }, 'changes', 'must change at least one field'],
    [{ type: 'set-status', status: 'shipped', orders: [] }, 'orders', 'must have at least 1 entry'],
    [{ type: 'set-status', status: 'shipped', orders: 7 }, 'orders', 'must be a list'],
    [JSON.parse('{"type":"delete-order","id":1,"__proto__":{"a":1}}'), '__proto__', 'is not a known field'],
  ])('[CMD-10] %j: %s %s', (input, field, message) => {
    expect(errorsOf(input).errors).toContainEqual({ field, message });
  });

  it('[CMD-11] answers a thousand mistakes with twenty', () => {
    const orders = Array.from({ length: 1_000 }, () => ({ id: -1 }));
    const problem = errorsOf({ type: 'set-status', status: 'shipped', orders });
    expect(problem.errors).toHaveLength(20);
    expect(JSON.stringify(errorsOf({ type: 'create-order', order, ['x'.repeat(90_000)]: 1 })).length).toBeLessThan(
      1_000,
    );
  });
});
