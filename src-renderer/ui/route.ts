import { useSyncExternalStore } from 'react';

/** Where in the console somebody is. An order is shown beside the list, so it belongs to the list's view. */
export type Route =
  | { readonly view: 'orders'; readonly orderId: number | null }
  | { readonly view: 'monitor' }
  /** Of the desktop program; a browser has none. */
  | { readonly view: 'settings' };

/** Pure. An address that is not known shows the orders. */
export function parseRoute(hash: string): Route {
  if (hash === '#/monitor') return { view: 'monitor' };
  if (hash === '#/settings') return { view: 'settings' };
  const [, digits] = /^#\/orders\/([1-9]\d{0,15})$/.exec(hash) ?? [];
  const id = Number(digits);
  return { view: 'orders', orderId: digits !== undefined && Number.isSafeInteger(id) ? id : null };
}

/** Pure: the address of a route, for links. */
export function hrefOf(route: Route): string {
  if (route.view !== 'orders') return `#/${route.view}`;
  return route.orderId === null ? '#/orders' : `#/orders/${route.orderId}`;
}

export function goTo(route: Route): void {
  window.location.hash = hrefOf(route);
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}

let seen = { hash: '', route: parseRoute('') };

/** The same object as long as the address is the same. */
function currentRoute(): Route {
  const { hash } = window.location;
  if (hash !== seen.hash) seen = { hash, route: parseRoute(hash) };
  return seen.route;
}

export function useRoute(): Route {
  return useSyncExternalStore(subscribe, currentRoute);
}
