import type { Command } from '../../src-shared/command.ts';

const ORDERS = [{ id: 987_654_321 }];
/** Each command there is, in the ways that ask for different permissions; the orders are not there. */
export const EVERY_COMMAND: { readonly [Type in Command['type']]: readonly Extract<Command, { type: Type }>[] } = {
  'create-order': [{ type: 'create-order', order: { customer_name: 'Ada', product_name: 'Laptop' } }],
  'update-order': [
    { type: 'update-order', id: 987_654_321, changes: { status: 'shipped' } },
    { type: 'update-order', id: 987_654_321, changes: { customer_name: 'Eve' } },
    { type: 'update-order', id: 987_654_321, changes: { status: 'shipped', product_name: 'Mouse' } },
  ],
  'delete-order': [{ type: 'delete-order', id: 987_654_321 }],
  'set-status': [
    { type: 'set-status', status: 'shipped', orders: ORDERS },
    { type: 'set-status', status: 'shipped', orders: [...ORDERS, { id: 987_654_322 }] },
  ],
  undo: [{ type: 'undo', changes: [{ id: 987_654_321, version: 1, change: 'UPDATE' }] }],
  'delete-orders': [{ type: 'delete-orders', orders: ORDERS }],
  'create-orders': [
    {
      type: 'create-orders',
      batchKey: '01234567-89ab-4cde-8f01-23456789abcd',
      orders: [{ customer_name: 'Eve', product_name: 'Tablet' }],
    },
  ],
};
