/** What is needed most when the server is away, when it could not be fetched any more. */
const NEEDED = [
  () => import('./toast-area.tsx'),
  () => import('./confirm-dialog-box.tsx'),
  () => import('../views/palette/palette.tsx'),
  () => import('../views/order/order-drawer.tsx'),
  () => import('../views/orders/new-order-dialog.tsx'),
  () => import('../views/orders/selection-bar.tsx'),
  () => import('../views/orders/view-panel.tsx'),
  () => import('../views/orders/open-data-menu.tsx'),
];

/**
 * Fetches the code of what a person opens next, once the first view is there and the page has nothing to do. What
 * cannot be fetched now is asked for again when it is opened.
 */
export function fetchAhead(): void {
  requestIdleCallback(() => {
    for (const load of NEEDED) load().catch(() => undefined);
  });
}
