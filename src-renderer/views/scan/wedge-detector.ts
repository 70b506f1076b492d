/** Keys of a scanner follow one another within this; nobody types three in a row so fast. Milliseconds. */
export const SCAN_GAP_MS = 35;
/** So many keys make a scan, the Enter or Tab at its end counted. */
export const SCAN_MIN_KEYS = 3;
/** A single digit with Enter this close behind it is one too: orders 1 to 9 have labels as well. Milliseconds. */
const DIGIT_GAP_MS = 15;
/**
 * A scan that no key ended yet is waited for so long: a part of a number is another order, and no key of a person waits
 * meanwhile. Milliseconds.
 */
export const SCAN_END_MS = 200;

/** A key that went down. `at` is when, by the clock of the input events, in milliseconds. */
export interface WedgeKey {
  /** The character, or the name of the key that ends a scan. */
  readonly key: string;
  /** The key's place on the keyboard, by which its release is known. */
  readonly code: string;
  readonly at: number;
}

interface Held<K> {
  readonly key: K;
  readonly isUp: boolean;
  /** Still down when a later key had already come up again: a scanner lets go in sequence, a person's finger stays. */
  readonly isOutlasted: boolean;
  /** Handed back too early: the page has it already. */
  readonly isWritten: boolean;
}

export interface WedgeState<K extends WedgeKey> {
  /** Keys of which it is not known yet whose they are. */
  readonly held: readonly Held<K>[];
  /** The Enter or Tab that ended them, while it is open whose they are. */
  readonly end: K | null;
  /** What a silence handed back last: the keys behind it may only have arrived late. */
  readonly written: readonly Held<K>[];
  /** When the last scan was complete: a second Enter right behind it belongs to the scanner too. */
  readonly scannedAt: number;
}

export type WedgeInput<K extends WedgeKey> =
  | { readonly type: 'char'; readonly key: K }
  | { readonly type: 'end'; readonly key: K }
  | { readonly type: 'up'; readonly code: string; readonly at: number }
  /** Something else a person does: what was typed before must be in its place first. */
  | { readonly type: 'other'; readonly at: number }
  /** The time of `deadlineOf` has come. */
  | { readonly type: 'silence'; readonly at: number };

export interface WedgeStep<K extends WedgeKey> {
  readonly state: WedgeState<K>;
  /** Whether the page must not see the key that was the input. */
  readonly taken: boolean;
  /** Keys that turned out to be a person's, in their sequence; they come before the input itself. */
  readonly typed: readonly K[];
  /** Keys handed back before that are part of the scan after all. */
  readonly erased: readonly K[];
  readonly scans: readonly string[];
}

export const noKeys: WedgeState<never> = { held: [], end: null, written: [], scannedAt: Number.NEGATIVE_INFINITY };

/** When to come back with `silence`; `null` while nothing is held. */
export function deadlineOf<K extends WedgeKey>({ held, end }: WedgeState<K>): number | null {
  if (end !== null) return end.at + SCAN_GAP_MS;
  const last = held[held.length - 1]?.key;
  if (last === undefined) return null;
  return last.at + (shared(held).scanner.length >= SCAN_MIN_KEYS ? SCAN_END_MS : SCAN_GAP_MS);
}

/**
 * Pure: tells a scanner that types as a keyboard from a person who types beside it, by when the keys were pressed and
 * not by when the page came round to them. Characters are held for at most `SCAN_GAP_MS`, because the first one of a
 * scan looks like any other; those of a person are handed back in sequence.
 */
export function wedgeStep<K extends WedgeKey>(state: WedgeState<K>, input: WedgeInput<K>): WedgeStep<K> {
  switch (input.type) {
    case 'char':
      return onChar(takenUpAgain(state, input.key.at), input.key);
    case 'end':
      return onEnd(takenUpAgain(state, input.key.at), input.key);
    case 'up':
      return onUp(state, input.code, input.at);
    case 'other':
      return settle(state);
    case 'silence': {
      const { held } = state;
      const step = settle(state);
      const written = step.scans.length === 0 ? held.map((one) => ({ ...one, isWritten: true })) : [];
      return { ...step, state: { ...step.state, written } };
    }
  }
}

/** A key that was pressed right behind those that a silence handed back: there was none, the key arrived late. */
function takenUpAgain<K extends WedgeKey>(state: WedgeState<K>, at: number): WedgeState<K> {
  const { written, held } = state;
  const last = written[written.length - 1]?.key;
  if (last === undefined) return state;
  const isBehind = held.length === 0 && at >= last.at && at - last.at <= SCAN_GAP_MS;
  return { ...state, held: isBehind ? written : held, written: [] };
}

function onChar<K extends WedgeKey>(state: WedgeState<K>, key: K): WedgeStep<K> {
  const before = isFollowedBy(state, key.at) && state.end === null ? pass(state) : settle(state);
  const held = [...before.state.held, { key, isUp: false, isOutlasted: false, isWritten: false }];
  return { ...before, state: { ...before.state, held }, taken: true };
}

function onEnd<K extends WedgeKey>(state: WedgeState<K>, key: K): WedgeStep<K> {
  if (state.end === null && isFollowedBy(state, key.at) && isEnough(state, key.at)) {
    const ended = { ...state, end: key };
    return isOpen(ended) ? { ...pass(ended), taken: true } : { ...settle(ended), taken: true };
  }
  const before = settle(state);
  if (key.at - before.state.scannedAt > SCAN_GAP_MS) return before;
  return { ...before, state: { ...before.state, scannedAt: key.at }, taken: true };
}

function onUp<K extends WedgeKey>(state: WedgeState<K>, code: string, upAt: number): WedgeStep<K> {
  if (state.end?.code === code) return settle({ ...state, held: state.held.map(outlasted) });
  // The last one: a person's finger may rest on the same letter that a scanner types.
  const index = state.held.map(({ key, isUp }) => key.code === code && !isUp).lastIndexOf(true);
  if (index === -1) {
    const written = state.written.map((one) => (one.key.code === code ? { ...one, isUp: true } : one));
    return pass({ ...state, written });
  }
  const held = state.held.map((one, at) => {
    // A finger stays down longer than a scanner takes from key to key.
    if (at === index) return { ...one, isUp: true, isOutlasted: one.isOutlasted || upAt - one.key.at > SCAN_GAP_MS };
    return at < index ? outlasted(one) : one;
  });
  const next = { ...state, held };
  if (next.end !== null && !isOpen(next)) return settle(next);
  return releaseOutlasted(next);
}

/** A person's key among those of a scan that is certain goes where it belongs at once. */
function releaseOutlasted<K extends WedgeKey>(state: WedgeState<K>): WedgeStep<K> {
  const { scanner, person } = shared(state.held);
  if (person.length === 0 || scanner.length < SCAN_MIN_KEYS) return pass(state);
  return { ...pass({ ...state, held: scanner }), typed: unwritten(person) };
}

/** Decides whose the held keys are. */
function settle<K extends WedgeKey>(state: WedgeState<K>): WedgeStep<K> {
  if (state.held.length === 0) return pass({ ...state, end: null });
  const anyUp = state.held.some(({ isUp }) => isUp);
  const { scanner, person } = shared(anyUp ? state.held.map(outlasted) : state.held);
  const settled = { held: [], end: null };
  const isScan = state.end === null ? scanner.length >= SCAN_MIN_KEYS : scanner.length > 0;
  if (!isScan) {
    return { ...pass({ ...state, ...settled }), typed: unwritten(state.held) };
  }
  const last = state.end ?? state.held[state.held.length - 1]?.key;
  return {
    state: { ...settled, written: [], scannedAt: last?.at ?? state.scannedAt },
    taken: false,
    typed: unwritten(person),
    erased: scanner.filter(({ isWritten }) => isWritten).map(({ key }) => key),
    scans: [scanner.map(({ key }) => key.key).join('')],
  };
}

/** Most keys of a burst are the scanner's; where they seem not to be, the releases tell nothing. */
function shared<K>(held: readonly Held<K>[]): { scanner: readonly Held<K>[]; person: readonly Held<K>[] } {
  const person = held.filter(({ isOutlasted }) => isOutlasted);
  if (person.length * 2 >= held.length) return { scanner: held, person: [] };
  return { scanner: held.filter(({ isOutlasted }) => !isOutlasted), person };
}

function unwritten<K>(held: readonly Held<K>[]): readonly K[] {
  return held.filter(({ isWritten }) => !isWritten).map(({ key }) => key);
}

function outlasted<K>(one: Held<K>): Held<K> {
  return one.isUp ? one : { ...one, isOutlasted: true };
}

/** Whether a release may still tell whose a key is. */
function isOpen<K extends WedgeKey>({ held }: WedgeState<K>): boolean {
  return held.some(({ isUp }) => !isUp);
}

function isFollowedBy<K extends WedgeKey>(state: WedgeState<K>, at: number): boolean {
  const last = state.end ?? state.held[state.held.length - 1]?.key;
  return last !== undefined && at - last.at <= SCAN_GAP_MS;
}

function isEnough<K extends WedgeKey>({ held }: WedgeState<K>, endsAt: number): boolean {
  if (held.length + 1 >= SCAN_MIN_KEYS) return true;
  return held.every(({ key }) => /^\d$/.test(key.key) && endsAt - key.at <= DIGIT_GAP_MS);
}

function pass<K extends WedgeKey>(state: WedgeState<K>): WedgeStep<K> {
  return { state, taken: false, typed: [], erased: [], scans: [] };
}
