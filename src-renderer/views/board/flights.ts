import type { OrderStatus } from '../../../src-shared/order.ts';

/** For place and cause, and no longer than that; in milliseconds. */
const GLIDE_MS = 150;
/** When more cards than this move at once, nobody can follow them: they are just where they are. */
const MOST = 8;

interface Flight {
  readonly from: DOMRect;
  /** How the card looked where it came from. */
  readonly picture: HTMLElement;
  readonly to: OrderStatus;
}

/** Glides cards from where they were to where they are, above everything that scrolls or cuts off. */
export class Flights {
  /** The board, in which cards and heads of columns are looked for. */
  root: HTMLElement | null = null;
  /** Lies over the board and takes no part in anything. */
  layer: HTMLElement | null = null;
  readonly #waiting = new Map<number, Flight>();

  /** To be called while the card is still where it was. One that is not on the screen glides nowhere. */
  leave(id: number, to: OrderStatus): void {
    // What was let go by hand begins its way there and not where it was taken up.
    if (this.#waiting.has(id) || this.#waiting.size >= MOST || isStill()) return;
    const card = this.#card(id);
    if (card !== null) this.leaveFrom(id, card, to);
  }

  leaveFrom(id: number, card: HTMLElement, to: OrderStatus): void {
    if (isStill()) return;
    const picture = card.cloneNode(true);
    if (!(picture instanceof HTMLElement)) return;
    // It is a picture, and not found where the card is looked for.
    picture.inert = true;
    delete picture.dataset.card;
    delete picture.dataset.lifted;
    this.#waiting.set(id, { from: card.getBoundingClientRect(), picture, to });
  }

  /** To be called when the cards are where they are now. */
  arrive(): void {
    if (this.#waiting.size === 0) return;
    const flights = [...this.#waiting];
    this.#waiting.clear();
    for (const [id, flight] of flights) this.#glide(id, flight);
  }

  #glide(id: number, { from, picture, to }: Flight): void {
    const { root, layer } = this;
    if (root === null || layer === null) return;
    const card = this.#card(id);
    const goal = card ?? root.querySelector(`[data-column-head="${to}"]`);
    if (goal === null) return;
    const place = layer.getBoundingClientRect();
    const end = goal.getBoundingClientRect();
    Object.assign(picture.style, {
      position: 'absolute',
      left: '0',
      top: '0',
      width: `${from.width}px`,
      height: `${from.height}px`,
      transform: 'none',
    });
    layer.append(picture);
    const timing = { duration: GLIDE_MS, easing: 'cubic-bezier(0.2, 0, 0, 1)', fill: 'both' } as const;
    const at = (rect: DOMRect): string => `translate(${rect.left - place.left}px, ${rect.top - place.top}px)`;
    const flight = picture.animate(
      [
        { transform: at(from), opacity: 1 },
        { transform: at(end), opacity: card === null ? 0 : 1 },
      ],
      timing,
    );
    // Under the picture that comes, the card itself is not there yet.
    card?.animate([{ opacity: 0 }, { opacity: 0 }], { duration: GLIDE_MS });
    flight.onfinish = () => picture.remove();
    flight.oncancel = () => picture.remove();
  }

  #card(id: number): HTMLElement | null {
    return this.root?.querySelector<HTMLElement>(`[data-card="${id}"]`) ?? null;
  }
}

function isStill(): boolean {
  return document.hidden || window.matchMedia('(prefers-reduced-motion: reduce)').matches;
}
