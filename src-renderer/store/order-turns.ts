import type { Order } from '../../src-shared/order.ts';

interface OwnSteps {
  readonly from: number;
  readonly to: number;
}

/** As many orders as are remembered with the versions this console gave them. */
const REMEMBERED = 10_000;

/**
 * What one person does to one order happens in turn: the second edit waits for the answer of the first, and then
 * names the version that the first one made. Without this a quick second edit would conflict with the person's own
 * first one.
 */
export class OrderTurns {
  readonly #last = new Map<number, Promise<void>>();
  readonly #own = new Map<number, OwnSteps>();

  /** Resolves when all that was asked of these orders before is answered. @returns what ends this turn */
  async take(ids: readonly number[]): Promise<() => void> {
    const before = ids.flatMap((id) => this.#last.get(id) ?? []);
    let finish = (): void => undefined;
    const turn = new Promise<void>((resolve) => {
      finish = resolve;
    });
    for (const id of ids) this.#last.set(id, turn);
    await Promise.all(before);
    return () => {
      for (const id of ids) if (this.#last.get(id) === turn) this.#last.delete(id);
      finish();
    };
  }

  /** The version to expect of an order the person saw: a step of their own since then is no conflict. */
  expectedOf({ id, version }: Order): number {
    const own = this.#own.get(id);
    return own !== undefined && version >= own.from && version <= own.to ? own.to : version;
  }

  /** The person's own command led from one version to another. */
  note(id: number, from: number, to: number): void {
    const own = this.#own.get(id);
    this.#own.delete(id);
    this.#own.set(id, { from: own?.to === from ? own.from : from, to });
    if (this.#own.size <= REMEMBERED) return;
    const [oldest] = this.#own.keys();
    if (oldest !== undefined) this.#own.delete(oldest);
  }

  forget(id: number): void {
    this.#own.delete(id);
  }
}
