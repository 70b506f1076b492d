import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  advance,
  covers,
  hasSeen,
  lowWater,
  type Position,
  START,
  subtract,
  union,
  withAtMostGaps,
} from '../../src-main/feed/position.ts';

const MOST = 60;
const idSets = fc
  .array(fc.integer({ min: 1, max: MOST }), { maxLength: MOST })
  .map((ids) => [...new Set(ids)].sort((a, b) => a - b));

/** The same as a position, written as the plain set it stands for. */
function seenSet(position: Position): Set<number> {
  const seen = new Set<number>();
  for (let id = 1; id <= MOST; id++) if (hasSeen(position, id)) seen.add(id);
  return seen;
}

describe('position', () => {
  it('[FEED-1] remembers every skipped id as a gap and takes it back when it comes late', () => {
    const first = advance(START, [1, 2, 5, 9]);
    expect(first).toEqual({
      head: 9,
      gaps: [
        { from: 3, to: 4 },
        { from: 6, to: 8 },
      ],
    });
    expect(advance(first, [4, 7])).toEqual({
      head: 9,
      gaps: [
        { from: 3, to: 3 },
        { from: 6, to: 6 },
        { from: 8, to: 8 },
      ],
    });
  });

  it('[FEED-2] keeps a jump over two billion ids as one gap', () => {
    const position = advance({ head: 10, gaps: [] }, [2 ** 31 + 5]);
    expect(position).toEqual({ head: 2 ** 31 + 5, gaps: [{ from: 11, to: 2 ** 31 + 4 }] });
    expect(hasSeen(position, 2 ** 30)).toBe(false);
  });

  it('[FEED-3] stands for exactly the ids that were read, in whatever portions they came', () => {
    fc.assert(
      fc.property(fc.array(idSets, { maxLength: 8 }), (reads) => {
        const all = new Set<number>();
        let position = START;
        for (const ids of reads) {
          const fresh = ids.filter((id) => !all.has(id));
          for (const id of fresh) all.add(id);
          position = advance(position, fresh);
        }
        expect(seenSet(position)).toEqual(all);
      }),
    );
  });

  it('[FEED-4] covers another position exactly when it has seen all that the other has', () => {
    fc.assert(
      fc.property(idSets, idSets, (a, b) => {
        const one = advance(START, a);
        const other = advance(START, b);
        expect(covers(one, other)).toBe(b.every((id) => a.includes(id)));
      }),
    );
  });

  it('[FEED-8] has seen, joined with another, what either has', () => {
    fc.assert(
      fc.property(idSets, idSets, (a, b) => {
        const joined = union(advance(START, a), advance(START, b));
        expect(seenSet(joined)).toEqual(new Set([...a, ...b]));
      }),
    );
  });

  it('[FEED-5] subtracts ranges as sets do', () => {
    fc.assert(
      fc.property(idSets, idSets, (a, b) => {
        const gapsOf = (ids: number[]) => advance({ head: 0, gaps: [] }, [...ids.filter((id) => id < MOST), MOST]).gaps;
        const inRange = (ranges: readonly { from: number; to: number }[], id: number) =>
          ranges.some((r) => r.from <= id && id <= r.to);
        const left = gapsOf(a);
        const right = gapsOf(b);
        const result = subtract(left, right);
        for (let id = 1; id <= MOST; id++) expect(inRange(result, id)).toBe(inRange(left, id) && !inRange(right, id));
      }),
    );
  });

  it('[FEED-6] shortened to a few gaps it stands further back, never further on', () => {
    fc.assert(
      fc.property(idSets, fc.integer({ min: 0, max: 5 }), (ids, max) => {
        const position = advance(START, ids);
        const short = withAtMostGaps(position, max);
        expect(short.gaps.length).toBeLessThanOrEqual(max);
        for (const id of seenSet(short)) expect(hasSeen(position, id)).toBe(true);
      }),
    );
  });

  it('[FEED-7] names the lowest id that may still come', () => {
    expect(lowWater(advance(START, [1, 2, 3]))).toBe(4);
    expect(lowWater(advance(START, [1, 3]))).toBe(2);
  });
});
