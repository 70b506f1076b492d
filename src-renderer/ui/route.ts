import { useSyncExternalStore } from 'react';
import { workspace } from '../store/workspace.ts';

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

/** The whole screen for a wall that nobody touches. */
export function enterWallboard(): void {
  goTo({ view: 'wallboard' });
}

/** Back to what was shown before the wallboard; without effect anywhere else. */
export function leaveWallboard(): void {
  if (parseRoute(window.location.hash).view === 'wallboard') goTo(beforeWall);
}

/** Goes there without asking about work that is not saved: the person has said what becomes of it. */
export function leaveTo(route: Route): void {
  isForced = hrefOf(route) !== hrefOf(currentRoute());
  asked = null;
  goTo(route);
  tell();
}

/** Stays where the person is. */
export function stayHere(): void {
  asked = null;
  tell();
}

const listeners = new Set<() => void>();
let current: Route | null = null;
/** Where somebody wanted to go with unsaved work behind them; `null` when nothing is asked. */
let asked: Route | null = null;
let isForced = false;
/** Where the person was before the wallboard; the list when it was the first thing they saw. */
let beforeWall: Route = { view: 'orders', orderId: null };

function tell(): void {
  for (const listener of listeners) listener();
}

function follow(): void {
  const to = parseRoute(window.location.hash);
  if (hrefOf(to) === hrefOf(currentRoute())) {
    isForced = false;
    return;
  }
  if (!isForced && workspace.getState().unsaved.size > 0) {
    // The address stays that of what is on the screen until the person has answered.
    window.history.replaceState(null, '', hrefOf(currentRoute()));
    asked = to;
  } else {
    isForced = false;
    asked = null;
    if (to.view === 'wallboard') beforeWall = currentRoute();
    current = to;
  }
  tell();
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) window.addEventListener('hashchange', follow);
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) window.removeEventListener('hashchange', follow);
  };
}

/** The same object as long as the address is the same. */
function currentRoute(): Route {
  if (current !== null && listeners.size > 0) return current;
  const here = parseRoute(window.location.hash);
  if (current === null || hrefOf(here) !== hrefOf(current)) current = here;
  return current;
}

export function useRoute(): Route {
  return useSyncExternalStore(subscribe, currentRoute);
}

/** Where the person wanted to go while work is unsaved. */
export function useAskedRoute(): Route | null {
  return useSyncExternalStore(subscribe, () => asked);
}
