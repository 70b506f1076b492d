/** Where something is on the screen, in pixels from its upper left corner. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Between the card and what it speaks of, and between the card and the edge of the screen, in pixels. */
const GAP = 16;

/**
 * Pure: where a card stands so that it is beside what it speaks of and hides nothing of it: to the right of what
 * stands at the left edge, else below it, else above.
 */
export function tourPlace(target: Box, card: Size, screen: Size): { readonly left: number; readonly top: number } {
  const within = (value: number, size: number, all: number): number => Math.max(GAP, Math.min(value, all - size - GAP));
  const right = target.left + target.width + GAP;
  const isAtEdge = target.left < GAP && right + card.width + GAP <= screen.width;
  if (isAtEdge || target.height > screen.height / 2) {
    return { left: within(right, card.width, screen.width), top: within(target.top, card.height, screen.height) };
  }
  const below = target.top + target.height + GAP;
  const fitsBelow = below + card.height + GAP <= screen.height;
  const middle = target.left + (target.width - card.width) / 2;
  return {
    left: within(middle, card.width, screen.width),
    top: fitsBelow ? below : Math.max(GAP, target.top - card.height - GAP),
  };
}
