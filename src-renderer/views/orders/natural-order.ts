/** Ids as the list shows them unless somebody sorts it: the highest, that is the newest, first. */
export class NaturalOrder {
  #ids: number[];

  constructor(ids: Iterable<number>) {
    this.#ids = [...ids].sort((a, b) => b - a);
  }

  get size(): number {
    return this.#ids.length;
  }

  /** @returns the index at which the id now stands */
  insert(id: number): number {
    const index = this.#indexOf(id);
    this.#ids.splice(index, 0, id);
    return index;
  }

  remove(id: number): void {
    const index = this.#indexOf(id);
    if (this.#ids[index] === id) this.#ids.splice(index, 1);
  }

  /** Where the id stands, or would stand. */
  #indexOf(id: number): number {
    let low = 0;
    let high = this.#ids.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#ids[middle] ?? Number.NEGATIVE_INFINITY) > id) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
