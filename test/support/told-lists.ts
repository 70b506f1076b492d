import { type Order, orderSchema } from '../../src-shared/order.ts';
import type { V1Client } from './v1-client.ts';

/** Lists of a server beside what one of its clients had been told when it asked for them. */
export class ToldLists {
  /** What a list lacked or had as it was before: none of it may be. */
  readonly faults: string[] = [];
  asked = 0;
  /** Orders that were not listed: they must have been deleted since. */
  readonly #absent = new Set<number>();

  constructor(
    private readonly url: string,
    private readonly client: V1Client,
  ) {}

  /** One list now. @returns the orders in it */
  async ask(path = '/api/orders'): Promise<readonly Order[]> {
    const told = new Map(this.client.picture);
    const deleted = new Set(this.client.changes.flatMap(({ type, order }) => (type === 'DELETE' ? [order.id] : [])));
    const response = await fetch(this.url + path);
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    const orders = orderSchema.array().parse(await response.json());
    const listed = new Map(orders.map((order) => [order.id, order]));
    for (const [id, { version }] of told) {
      const order = listed.get(id);
      if (order === undefined) this.#absent.add(id);
      else if (order.version < version) this.faults.push(`order ${id}: told ${version}, listed ${order.version}`);
    }
    for (const id of listed.keys()) if (deleted.has(id)) this.faults.push(`order ${id}: told that it is gone, listed`);
    this.asked++;
    return orders;
  }

  /** Asks again and again until the promise is settled. */
  async askUntil(done: Promise<unknown>): Promise<void> {
    let isDone = false;
    const end = done.finally(() => {
      isDone = true;
    });
    while (!isDone) await this.ask();
    await end;
  }

  /** To be called when the client has been told everything. */
  allFaults(): string[] {
    const missed = [...this.#absent].filter((id) => this.client.picture.has(id));
    return [...this.faults, ...missed.map((id) => `order ${id}: told, not listed`)];
  }
}
