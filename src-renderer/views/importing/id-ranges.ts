/** Ascending numbers as ranges: `1–500`, `502`. */
export function idRanges(ids: readonly number[]): readonly string[] {
  const ranges: string[] = [];
  let first: number | null = null;
  let last = 0;
  const close = (): void => {
    if (first !== null) ranges.push(first === last ? String(first) : `${first}–${last}`);
  };
  for (const id of [...ids].sort((a, b) => a - b)) {
    if (first === null || id !== last + 1) {
      close();
      first = id;
    }
    last = id;
  }
  close();
  return ranges;
}
