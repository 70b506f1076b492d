/** Changes that were handed to the clients together. */
interface Portion {
  readonly seq: number;
  /** When they were handed out, `clock.monotonic()`. */
  readonly at: number;
  /** Those of them that have not been seen on the replica. */
  readonly missing: Set<number>;
}

export interface ReplicaLag {
  readonly changes: number;
  readonly ms: number;
}

/**
 * How much of what clients have been told is on the replica: id by id, since a replica that applies in parallel may
 * have a later change before an earlier one. What was told before the first portion is not known here.
 */
export class ReplicaProgress {
  private portions: Portion[] = [];
  private missing = 0;
  /** Changes that are no longer kept by id, since when; `null`: none. */
  private lost: { readonly changes: number; readonly since: number } | null = null;
  /** The portion handed out last. Counts up from 0. */
  seq = 0;
  /** How often ids were given up. */
  losses = 0;

  /** @param mostIds ids kept at once: a replica that is away for hours must not take memory for hours */
  constructor(private readonly mostIds: number) {}

  /** @param ids never empty */
  published(ids: readonly number[], now: number): void {
    this.seq++;
    this.portions.push({ seq: this.seq, at: now, missing: new Set(ids) });
    this.missing += ids.length;
    if (this.missing > this.mostIds) this.lose();
  }

  /** Everything up to this portion has been seen, apart from what was lost. */
  get confirmed(): number {
    return (this.portions[0]?.seq ?? this.seq + 1) - 1;
  }

  /** Whether what was given up before keeps `confirmed` from meaning anything. */
  get isLost(): boolean {
    return this.lost !== null;
  }

  /** At most so many ids to look for, the oldest first; ascending. */
  wanted(limit: number): readonly number[] {
    const ids: number[] = [];
    for (const { missing } of this.portions) {
      for (const id of missing) {
        if (ids.length === limit) break;
        ids.push(id);
      }
      if (ids.length === limit) break;
    }
    return ids.sort((a, b) => a - b);
  }

  /** These are on the replica. */
  seen(ids: Iterable<number>): void {
    const found = new Set(ids);
    for (const { missing } of this.portions) {
      if (found.size === 0) break;
      for (const id of missing) {
        if (!found.delete(id)) continue;
        missing.delete(id);
        this.missing--;
      }
    }
    const first = this.portions.findIndex(({ missing }) => missing.size > 0);
    this.portions = first === -1 ? [] : this.portions.slice(first);
  }

  /** Gives the ids up: whether they are on the replica must be found out in another way. */
  lose(): void {
    const [oldest] = this.portions;
    if (oldest === undefined) return;
    this.losses++;
    this.lost = { changes: (this.lost?.changes ?? 0) + this.missing, since: this.lost?.since ?? oldest.at };
    this.portions = [];
    this.missing = 0;
  }

  /** What was lost has been found on the replica. @param losses how many there were when it was looked for */
  found(losses: number): void {
    if (losses === this.losses) this.lost = null;
  }

  /** The log is another one: its ids say nothing about those of the one before. */
  restart(): void {
    this.portions = [];
    this.missing = 0;
    this.lost = null;
  }

  lag(now: number): ReplicaLag {
    const since = this.lost?.since ?? this.portions[0]?.at;
    return { changes: (this.lost?.changes ?? 0) + this.missing, ms: since === undefined ? 0 : now - since };
  }
}
