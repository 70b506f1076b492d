/** Counts by kind. The kinds are few and known to the program: nothing a client may choose. */
export class Tally<Kind extends string = string> {
  private readonly counts: Partial<Record<Kind, number>> = {};

  add(kind: Kind): void {
    this.counts[kind] = (this.counts[kind] ?? 0) + 1;
  }

  /** Of kinds that have occurred. */
  read(): Record<string, number> {
    return { ...this.counts } as Record<string, number>;
  }
}
