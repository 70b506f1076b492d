import type { ConsoleState, ConsoleStore } from './store.ts';

/**
 * The only way into the store. While nobody sees the page its state goes on, but no view is told: a hidden tab draws
 * nothing. `show` tells them all at once.
 */
export class QuietStore {
  readonly #store: ConsoleStore;
  readonly #isHidden: () => boolean;
  /** The state as it is, while the views still have an older one. */
  #held: ConsoleState | null = null;

  constructor(store: ConsoleStore, isHidden: () => boolean) {
    this.#store = store;
    this.#isHidden = isHidden;
  }

  get state(): ConsoleState {
    return this.#held ?? this.#store.getState();
  }

  update(reduce: (state: ConsoleState) => ConsoleState): void {
    this.#held = reduce(this.state);
    if (!this.#isHidden()) this.show();
  }

  show(): void {
    const held = this.#held;
    this.#held = null;
    if (held !== null) this.#store.setState(held, true);
  }
}
