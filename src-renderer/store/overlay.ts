import type { ChangeEvent } from '../../src-shared/change-event.ts';
import type { Order } from '../../src-shared/order.ts';
import { type Followed, followOn, NOTHING_FOLLOWED } from './followed.ts';
import type { OrderMap } from './order-map.ts';
import { isLeftOut, type OrdersState, recount, type StatusCounts } from './orders-state.ts';
import { type Asked, layOver, type Unconfirmed, type Wish } from './unconfirmed.ts';

/** The picture with what this person asked for laid over it. */
export interface Overlaid {
  readonly picture: OrdersState;
  /** The picture's own map as long as nothing is unconfirmed. */
  readonly shown: OrderMap;
  /** Of the orders shown. */
  readonly counts: StatusCounts;
  readonly unconfirmed: ReadonlyMap<number, Unconfirmed>;
  readonly inFlight: InFlight;
  readonly followed: Followed;
}

/** What has to be remembered while answers are awaited: the feed may be ahead of them. */
export interface InFlight {
  readonly actions: number;
  /** Orders seen being deleted meanwhile, with the highest version. */
  readonly deleted: ReadonlyMap<number, number>;
}

export const NOTHING_IN_FLIGHT: InFlight = { actions: 0, deleted: new Map() };

/** An answered wish that the feed has not brought within this time is not shown any longer, in milliseconds. */
const BELIEVED_MS = 60_000;

/** The row of an order as the server's answer names it, and what was asked of it. */
export interface Answer {
  readonly row: Order;
  readonly wish: Wish;
}

/** Pure: an action begins; what it asks for is shown at once. `at` is monotonic. */
export function beginAction<S extends Overlaid>(
  state: S,
  action: number,
  wishes: ReadonlyMap<number, Wish>,
  at: number,
): S {
  const unconfirmed = new Map(state.unconfirmed);
  for (const [id, wish] of wishes) {
    const known = unconfirmed.get(id);
    const one: Asked = { action, wish, answer: null, answeredAt: 0 };
    unconfirmed.set(id, { since: known?.since ?? at, asked: [...(known?.asked ?? []), one] });
  }
  const inFlight = { ...state.inFlight, actions: state.inFlight.actions + 1 };
  return laidAnew({ ...state, unconfirmed, inFlight }, wishes.keys());
}

/**
 * Pure: the answer of an action is here. What it names stays shown until the feed brings it; everything else the
 * action asked for is taken off the screen.
 *
 * @param ids all the action asked for
 */
export function endAction<S extends Overlaid>(
  state: S,
  action: number,
  ids: Iterable<number>,
  answers: readonly Answer[],
  at: number,
): S {
  const answered = new Map(answers.map((answer) => [answer.row.id, answer]));
  const unconfirmed = new Map(state.unconfirmed);
  const touched = new Set([...ids, ...answered.keys()]);
  for (const id of touched) {
    const known = unconfirmed.get(id);
    const asked = answeredOf(known?.asked ?? [], action, answered.get(id), at);
    if (asked.length === 0) unconfirmed.delete(id);
    else unconfirmed.set(id, { since: known?.since ?? at, asked });
  }
  const inFlight = { ...state.inFlight, actions: state.inFlight.actions - 1 };
  return laidAnew({ ...state, unconfirmed, inFlight }, touched);
}

function answeredOf(
  asked: readonly Asked[],
  action: number,
  answer: Answer | undefined,
  answeredAt: number,
): readonly Asked[] {
  const others = asked.filter((one) => one.action !== action);
  if (answer === undefined) return others;
  const at = asked.findIndex((one) => one.action === action);
  const one: Asked = { action, wish: answer.wish, answer: answer.row, answeredAt };
  const place = at === -1 ? others.length : at;
  return [...others.slice(0, place), one, ...others.slice(place)];
}

/** Pure: the picture went on by these changes. Costs what the changes cost, not what the table holds. */
export function followChanges<S extends Overlaid>(state: S, picture: OrdersState, changes: readonly ChangeEvent[]): S {
  const inFlight = withDeletions(state, changes);
  const followed = followOn(state.followed, changes);
  if (picture === state.picture && inFlight === state.inFlight && followed === state.followed) return state;
  if (state.unconfirmed.size === 0) return plain({ ...state, picture, inFlight, followed });
  return laidAnew({ ...state, picture, inFlight, followed }, new Set(changes.map(({ order }) => order.id)));
}

/** Pure: the picture is another one altogether; what is not answered stays laid over it. */
export function followPicture<S extends Overlaid>(state: S, picture: OrdersState): S {
  if (picture === state.picture) return state;
  if (picture.orders === state.picture.orders) return { ...state, picture };
  return laidAnew(plain({ ...state, picture, followed: NOTHING_FOLLOWED }), state.unconfirmed.keys());
}

/** Pure: an answer whose change never came is not believed for ever. `at` is monotonic. */
export function forgetOld<S extends Overlaid>(state: S, at: number): S {
  const isOld = (one: Asked): boolean => one.answer !== null && at - one.answeredAt > BELIEVED_MS;
  const old = [...state.unconfirmed].filter(([, { asked }]) => asked.some(isOld));
  if (old.length === 0) return state;
  const unconfirmed = new Map(state.unconfirmed);
  for (const [id, { since, asked }] of old) unconfirmed.set(id, { since, asked: asked.filter((one) => !isOld(one)) });
  return laidAnew(
    { ...state, unconfirmed },
    old.map(([id]) => id),
  );
}

/** Looks at these orders again: drops what has arrived and lays the rest over the picture. */
function laidAnew<S extends Overlaid>(state: S, ids: Iterable<number>): S {
  const edits = new Map<number, Order | null>();
  const left = new Map<number, readonly Asked[]>();
  for (const id of ids) {
    const asked = state.unconfirmed.get(id)?.asked ?? [];
    const laid = layOver(knownRow(state, id), asked, state.inFlight.deleted.get(id));
    if (laid.asked !== asked || asked.length === 0) left.set(id, laid.asked);
    const row = laid.row === undefined || isLeftOut(laid.row, state.picture.window) ? undefined : laid.row;
    if (row !== state.shown.get(id)) edits.set(id, row ?? null);
  }
  const next = withAsked(state, left);
  if (next.unconfirmed.size === 0) return plain(next);
  if (edits.size === 0) return next;
  return { ...next, shown: next.shown.with(edits), counts: recount(next.shown, next.counts, edits) };
}

/** Pure: an order as it is known without wishes, also one that the window leaves out. */
export function knownRow({ picture, followed }: Pick<Overlaid, 'picture' | 'followed'>, id: number): Order | undefined {
  return picture.orders.get(id) ?? followed.get(id) ?? undefined;
}

function withAsked<S extends Overlaid>(state: S, left: ReadonlyMap<number, readonly Asked[]>): S {
  const known = [...left].filter(([id]) => state.unconfirmed.has(id));
  if (known.length === 0) return state;
  const unconfirmed = new Map(state.unconfirmed);
  for (const [id, asked] of known) {
    const before = unconfirmed.get(id);
    if (asked.length === 0 || before === undefined) unconfirmed.delete(id);
    else unconfirmed.set(id, { ...before, asked });
  }
  return { ...state, unconfirmed };
}

/** Nothing is laid over the picture: what is shown is the picture itself. */
function plain<S extends Overlaid>(state: S): S {
  const { picture, inFlight } = state;
  const idle = state.unconfirmed.size === 0 && inFlight.actions === 0 && inFlight.deleted.size > 0;
  return {
    ...state,
    shown: picture.orders,
    counts: picture.counts,
    ...(idle ? { inFlight: NOTHING_IN_FLIGHT } : {}),
  };
}

function withDeletions({ inFlight, unconfirmed }: Overlaid, changes: readonly ChangeEvent[]): InFlight {
  if (inFlight.actions === 0 && unconfirmed.size === 0) return inFlight;
  const deletions = changes.filter(({ type }) => type === 'DELETE');
  if (deletions.length === 0) return inFlight;
  const deleted = new Map(inFlight.deleted);
  for (const { order } of deletions) deleted.set(order.id, Math.max(order.version, deleted.get(order.id) ?? -1));
  return { ...inFlight, deleted };
}
