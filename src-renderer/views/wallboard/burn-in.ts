/** Where the layout stands in each minute, in pixels: a ring around its place, so that no edge stays where it was. */
const RING: readonly (readonly [x: number, y: number])[] = [
  [0, 0],
  [4, -2],
  [6, 2],
  [2, 6],
  [-2, 4],
  [-6, 2],
  [-4, -4],
  [2, -6],
];

/** Pure: how far the layout is moved, in pixels, in the minute of `now` (milliseconds since 1970). */
export function burnInShift(now: number): readonly [x: number, y: number] {
  return RING[Math.floor(now / 60_000) % RING.length] ?? [0, 0];
}
