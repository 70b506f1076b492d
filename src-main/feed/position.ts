/** Ids from `from` to `to`, both included. Ranges keep a jump of AUTO_INCREMENT over two billion ids one entry. */
export interface IdRange {
  readonly from: number;
  readonly to: number;
}

/**
 * What a reader of the log has seen: every id up to `head` except those in `gaps` (ascending, disjoint, below `head`).
 * Ids are taken before commit, so a reader that remembers only the head loses what commits late.
 */
export interface Position {
  readonly head: number;
  readonly gaps: readonly IdRange[];
}

export const START: Position = { head: 0, gaps: [] };

/** Whether the change with this id is part of what the position has seen. */
export function hasSeen(position: Position, id: number): boolean {
  return id <= position.head && !inRanges(position.gaps, id);
}

/** Whether `id` lies in one of the ascending, disjoint `ranges`. */
export function inRanges(ranges: readonly IdRange[], id: number): boolean {
  const range = ranges[firstRangeEndingAt(ranges, id)];
  return range !== undefined && range.from <= id;
}

/** Index of the first range that ends at or after `id`; `ranges.length` when there is none. */
export function firstRangeEndingAt(ranges: readonly IdRange[], id: number): number {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const range = ranges[middle];
    if (range !== undefined && range.to < id) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The position after also having seen `ids` (ascending): they leave the gaps, and skipped ids become gaps. */
export function advance(position: Position, ids: readonly number[]): Position {
  if (ids.length === 0) return position;
  let head = position.head;
  const late: number[] = [];
  const opened: IdRange[] = [];
  for (const id of ids) {
    if (id <= head) {
      late.push(id);
      continue;
    }
    if (id > head + 1) opened.push({ from: head + 1, to: id - 1 });
    head = id;
  }
  const kept = late.length === 0 ? position.gaps : withoutIds(position.gaps, late);
  return { head, gaps: opened.length === 0 ? kept : [...kept, ...opened] };
}

/** `ranges` less `ids`; both ascending. */
export function withoutIds(ranges: readonly IdRange[], ids: readonly number[]): readonly IdRange[] {
  return subtract(
    ranges,
    ids.map((id) => ({ from: id, to: id })),
  );
}

/** `ranges` less `removed`; both ascending and disjoint. */
export function subtract(ranges: readonly IdRange[], removed: readonly IdRange[]): readonly IdRange[] {
  const result: IdRange[] = [];
  let next = 0;
  for (const range of ranges) {
    let from = range.from;
    while ((removed[next]?.to ?? Number.POSITIVE_INFINITY) < from) next++;
    for (let i = next; ; i++) {
      const cut = removed[i];
      if (cut === undefined || cut.from > range.to) break;
      if (cut.from > from) result.push({ from, to: cut.from - 1 });
      from = Math.max(from, cut.to + 1);
    }
    if (from <= range.to) result.push({ from, to: range.to });
  }
  return result;
}

/** Whether everything that `other` has seen has been seen by `position` too, leaving out ids known to be `dead`. */
export function covers(position: Position, other: Position): boolean {
  if (position.head < other.head) return false;
  const unseen = position.gaps.filter((gap) => gap.from <= other.head).map((gap) => clip(gap, other.head));
  return subtract(unseen, other.gaps).length === 0;
}

/** What one of the two has seen. */
export function union(one: Position, other: Position): Position {
  const [low, high] = one.head <= other.head ? [one, other] : [other, one];
  // What neither has seen: a gap of the higher one that is also one of the lower one, or lies above its head.
  const seenByLow = subtract([{ from: 1, to: low.head }], low.gaps);
  return { head: high.head, gaps: subtract(high.gaps, seenByLow) };
}

/** The lowest id that may still come: everything below it has been seen or will never exist. */
export function lowWater(position: Position): number {
  return position.gaps[0]?.from ?? position.head + 1;
}

/** The same position for others to see, who must leave the ids from `from` on alone; `null`: it holds no more than it is. */
export function heldFrom(position: Position, from: number | null): Position {
  if (from === null || from >= lowWater(position)) return position;
  return { head: position.head, gaps: [{ from, to: from }, ...position.gaps] };
}

/** The same or an earlier position with at most `max` gaps: what it leaves out is read again, never lost. */
export function withAtMostGaps(position: Position, max: number): Position {
  const firstLeftOut = position.gaps[max];
  if (firstLeftOut === undefined) return position;
  return { head: firstLeftOut.from - 1, gaps: position.gaps.slice(0, max) };
}

function clip(range: IdRange, max: number): IdRange {
  return range.to <= max ? range : { from: range.from, to: max };
}
