const KEYS: readonly string[] = ['ArrowLeft', 'ArrowRight', 'Space', 'Enter', 'Escape'];

/**
 * Keeps what is pressed between the lift of a card and the first look at what it is over. Until then the drag does not
 * know where the card is: an arrow would be lost, and the next one would count from the corner of the screen.
 */
export class EarlyKeys {
  #waiting: { readonly key: string; readonly code: string }[] | null = null;

  /** The card was lifted by a key. */
  hold(): void {
    this.#waiting = [];
    document.addEventListener('keydown', this.#keep, true);
  }

  /** It is known what the card is over: the first key is done, each other one when the former has been. */
  release(): void {
    const waiting = this.#waiting;
    if (waiting === null) return;
    const next = (): void => {
      if (this.#waiting !== waiting) return;
      const pressed = waiting.shift();
      if (pressed === undefined) {
        this.drop();
        return;
      }
      document.removeEventListener('keydown', this.#keep, true);
      document.dispatchEvent(new KeyboardEvent('keydown', { ...pressed, bubbles: true, cancelable: true }));
      if (this.#waiting === waiting) document.addEventListener('keydown', this.#keep, true);
      // A frame and a task: what the key moved has been drawn and looked at.
      requestAnimationFrame(() => setTimeout(next));
    };
    requestAnimationFrame(() => setTimeout(next));
  }

  /** Forgets what waits: nothing is held any more. */
  drop(): void {
    this.#waiting = null;
    document.removeEventListener('keydown', this.#keep, true);
  }

  readonly #keep = (event: KeyboardEvent): void => {
    if (!KEYS.includes(event.code)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!event.repeat) this.#waiting?.push({ key: event.key, code: event.code });
  };
}
