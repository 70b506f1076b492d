/** New ids that stand next to each other. */
export interface NewRun {
  /** Of the first one, once this run and those before it are in. */
  readonly index: number;
  readonly count: number;
}

/**
 * Ids as the list shows them unless somebody sorts it: the highest, that is the newest, first. They are kept the other
 * way round, since nearly everything that comes is new: then nothing that is here already has to move.
 */
export class NaturalOrder {
  readonly #ascending: number[];

  constructor(ids: Iterable<number>) {
    this.#ascending = [...ids].sort((a, b) => a - b);
  }

  get size(): number {
    return this.#ascending.length;
  }

  /**
   * Costs what is added and what stands above the lowest of it, however much comes at once.
   *
   * @param ids none of which is here
   * @returns where they stand, newest first
   */
  insert(ids: readonly number[]): readonly NewRun[] {
    const added = [...ids].sort((a, b) => a - b);
    const lowest = added[0];
    if (lowest === undefined) return [];
    const above = this.#ascending.splice(this.#placeOf(lowest));
    const runs: { end: number; count: number }[] = [];
    let next = 0;
    for (const id of added) {
      for (let known = above[next]; known !== undefined && known < id; known = above[next]) {
        this.#ascending.push(known);
        next += 1;
      }
      const last = runs.at(-1);
      if (last?.end === this.#ascending.length) {
        last.end += 1;
        last.count += 1;
      } else runs.push({ end: this.#ascending.length + 1, count: 1 });
      this.#ascending.push(id);
    }
    for (; next < above.length; next += 1) this.#ascending.push(above[next] ?? 0);
    return runs.reverse().map(({ end, count }) => ({ index: this.size - end, count }));
  }

  /** Costs what is removed and what stands above the lowest of it. Ids that are not here are passed over. */
  remove(ids: readonly number[]): void {
    const gone = new Set(ids);
    const from = this.#placeOf(ids.reduce((lowest, id) => Math.min(lowest, id), Number.POSITIVE_INFINITY));
    let kept = from;
    for (let place = from; place < this.size; place += 1) {
      const id = this.#ascending[place];
      if (id === undefined || gone.has(id)) continue;
      this.#ascending[kept] = id;
      kept += 1;
    }
    this.#ascending.length = kept;
  }

  /** Where the id stands, or would stand, from the lowest on. */
  #placeOf(id: number): number {
    let low = 0;
    let high = this.size;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#ascending[middle] ?? Number.POSITIVE_INFINITY) < id) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
