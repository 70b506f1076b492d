/** In device-independent pixels of the whole desktop: a display's scale is already in them. */
export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** So much of the title bar has to be on a display for a hand to take hold of. */
const GRIP_WIDTH = 160;
const GRIP_HEIGHT = 32;

/**
 * Pure. A window stays where it was as long as it can be reached and fits; else it comes onto the display that is
 * nearest to it, no larger than that: its monitor may be unplugged, or of another resolution or scale now.
 *
 * @param saved where the window was
 * @param areas of each display without bars and docks; when there are none, nothing is changed
 */
export function placeWindow(saved: Rectangle, areas: readonly Rectangle[], minimum: Size): Rectangle {
  const nearest = [...areas].sort((a, b) => distance(saved, a) - distance(saved, b) || b.width - a.width)[0];
  if (nearest === undefined) return saved;
  const isReachable = areas.some((area) => holdsGrip(area, saved));
  const isWhole = covered(saved, areas) >= saved.width * saved.height;
  const fits = saved.width <= nearest.width && saved.height <= nearest.height;
  if (isReachable && (isWhole || fits)) return saved;
  const width = Math.min(saved.width, Math.max(nearest.width, minimum.width));
  const height = Math.min(saved.height, Math.max(nearest.height, minimum.height));
  return {
    x: within(saved.x, nearest.x, nearest.x + nearest.width - width),
    y: within(saved.y, nearest.y, nearest.y + nearest.height - height),
    width,
    height,
  };
}

/** Pure: in the middle of a display, as large as it may be. */
export function centreWindow(wanted: Size, area: Rectangle): Rectangle {
  const width = Math.min(wanted.width, area.width);
  const height = Math.min(wanted.height, area.height);
  return {
    x: area.x + Math.floor((area.width - width) / 2),
    y: area.y + Math.floor((area.height - height) / 2),
    width,
    height,
  };
}

/** The more of the window a display shows the nearer it is; one that shows nothing, by the way to it. */
function distance(window: Rectangle, area: Rectangle): number {
  const shown = overlap(window, area);
  if (shown > 0) return -shown;
  const x = window.x + window.width / 2;
  const y = window.y + window.height / 2;
  return Math.hypot(x - within(x, area.x, area.x + area.width), y - within(y, area.y, area.y + area.height));
}

function holdsGrip(area: Rectangle, { x, y, width }: Rectangle): boolean {
  const isLevel = y >= area.y && y + GRIP_HEIGHT <= area.y + area.height;
  return isLevel && Math.min(x + width, area.x + area.width) - Math.max(x, area.x) >= GRIP_WIDTH;
}

function covered(window: Rectangle, areas: readonly Rectangle[]): number {
  return areas.reduce((sum, area) => sum + overlap(window, area), 0);
}

function overlap(a: Rectangle, b: Rectangle): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return width > 0 && height > 0 ? width * height : 0;
}

/** The lower bound wins where the two cross: the title bar matters more than the bottom edge. */
function within(value: number, lowest: number, highest: number): number {
  return Math.max(lowest, Math.min(value, highest));
}
