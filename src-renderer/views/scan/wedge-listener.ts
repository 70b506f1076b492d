import type { Clock } from '../../connection/clock.ts';
import { HoldTimer } from './hold-timer.ts';
import { type HeldKey, isPressable, isTextField, replayKey } from './replay-key.ts';
import { deadlineOf, noKeys, type WedgeInput, type WedgeState, wedgeStep } from './wedge-detector.ts';
import { keyKind } from './wedge-keys.ts';

/** Control characters that some scanners end with, as the keys they arrive as. */
const CONTROL_ENDS: ReadonlySet<string> = new Set(['j', 'm']);

/** Catches what a scanner types, wherever the focus is, before any field or button sees it. */
export class WedgeListener {
  readonly #clock: Clock;
  readonly #onScan: (code: string) => void;
  #state: WedgeState<HeldKey> = noKeys;
  readonly #timer: HoldTimer;
  /** Keys that went to a scan and are still down: nobody hears of their release. */
  readonly #taken = new Set<string>();
  readonly #replayed = new WeakSet<Event>();
  /** How to take characters out again that were handed back. */
  readonly #erasers = new WeakMap<HeldKey, () => void>();

  constructor(clock: Clock, onScan: (code: string) => void) {
    this.#clock = clock;
    this.#onScan = onScan;
    this.#timer = new HoldTimer(clock, () => this.#step({ type: 'silence', at: clock.monotonic() }));
  }

  /** @returns a function that ends it; what is held is handed back first */
  start(): () => void {
    const flush = (): void => void this.#step({ type: 'other', at: this.#clock.monotonic() });
    const ways = { capture: true } as const;
    window.addEventListener('keydown', this.#down, ways);
    window.addEventListener('keyup', this.#up, ways);
    window.addEventListener('pointerdown', flush, ways);
    window.addEventListener('blur', flush);
    return () => {
      flush();
      window.removeEventListener('keydown', this.#down, ways);
      window.removeEventListener('keyup', this.#up, ways);
      window.removeEventListener('pointerdown', flush, ways);
      window.removeEventListener('blur', flush);
    };
  }

  readonly #down = (event: KeyboardEvent): void => {
    if (this.#replayed.has(event)) return;
    if (event.repeat) {
      // A key held down is a person's; only while it is not yet known whose it is does its repetition wait too.
      if (this.#taken.has(event.code)) stop(event);
      return;
    }
    const kind = this.#isControlEnd(event) ? 'end' : keyKind(event);
    if (kind === 'modifier') return;
    if (kind === 'other' || this.#isFirstSpace(event)) {
      this.#step({ type: 'other', at: event.timeStamp });
      return;
    }
    if (!this.#step({ type: kind, key: heldKey(event) })) return;
    this.#taken.add(event.code);
    stop(event);
  };

  readonly #up = (event: KeyboardEvent): void => {
    if (this.#replayed.has(event)) return;
    const wasTaken = this.#taken.delete(event.code);
    this.#step({ type: 'up', code: event.code, at: event.timeStamp });
    if (wasTaken) stop(event);
  };

  /** @returns whether the page must not see the key */
  #step(input: WedgeInput<HeldKey>): boolean {
    const { state, taken, typed, erased, scans } = wedgeStep(this.#state, input);
    this.#state = state;
    this.#timer.set(deadlineOf(state));
    for (const key of [...erased].reverse()) this.#erasers.get(key)?.();
    for (const key of typed) {
      this.#taken.delete(key.code);
      const erase = replayKey(key, (event) => this.#replayed.add(event));
      if (erase !== null) this.#erasers.set(key, erase);
    }
    for (const scan of scans) this.#onScan(scan);
    return taken;
  }

  #isControlEnd(event: KeyboardEvent): boolean {
    return event.ctrlKey && !event.altKey && CONTROL_ENDS.has(event.key.toLowerCase()) && this.#state.held.length > 1;
  }

  /** No code begins with a space; where it neither writes nor presses, the browser knows best what it does. */
  #isFirstSpace({ key, target }: KeyboardEvent): boolean {
    return key === ' ' && this.#state.held.length === 0 && !isTextField(target) && !isPressable(target);
  }
}

function stop(event: KeyboardEvent): void {
  event.preventDefault();
  event.stopImmediatePropagation();
}

function heldKey(event: KeyboardEvent): HeldKey {
  const { key, code, location, keyCode, ctrlKey, altKey, shiftKey, metaKey, timeStamp, target } = event;
  const modifierAltGraph = event.getModifierState('AltGraph');
  const state = { ctrlKey, altKey, shiftKey, metaKey, modifierAltGraph };
  const init = { key, code, location, keyCode, ...state, bubbles: true, cancelable: true, composed: true };
  return { key, code, at: timeStamp, target, init };
}
