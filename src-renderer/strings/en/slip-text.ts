/** The pick slip of an order. */
export const slipText = {
  print: 'Print pick slip',
  title: 'Pick slip',
  order: 'Order',
  customer: 'Customer',
  product: 'Product',
  status: 'Status',
  created: 'Created',
  printed: (when: string) => `Printed ${when}`,
  picked: 'Picked by',
};
