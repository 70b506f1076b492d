import { useSyncExternalStore } from 'react';

/** Where in the console somebody is. An order is shown beside the list, so it belongs to the list's view. */
export type Route =
  | { readonly view: 'orders'; readonly orderId: number | null }
  | { readonly view: 'board'; readonly orderId?: number }
  | { readonly view: PlainView };

/** The views that have nothing to open in them. */
const PLAIN_VIEWS = ['scan', 'activity', 'wallboard', 'monitor', 'settings'] as const;
type PlainView = (typeof PLAIN_VIEWS)[number];

/** Pure. An address that is not known shows the orders. */
export function parseRoute(hash: string): Route {
  const plain = PLAIN_VIEWS.find((view) => hash === `#/${view}`);
  if (plain !== undefined) return { view: plain };
  const [, view, digits] = /^#\/(orders|board)(?:\/([1-9]\d{0,15}))?$/.exec(hash) ?? [];
  const id = Number(digits);
  const orderId = digits !== undefined && Number.isSafeInteger(id) ? id : null;
  if (view === 'board') return orderId === null ? { view } : { view, orderId };
  return { view: 'orders', orderId };
}

/** Pure: the address of a route, for links. */
export function hrefOf(route: Route): string {
  const orderId = route.view === 'orders' || route.view === 'board' ? route.orderId : null;
  return orderId === null || orderId === undefined ? `#/${route.view}` : `#/${route.view}/${orderId}`;
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
