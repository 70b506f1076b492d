import { setTimeout as pause } from 'node:timers/promises';
import type { ChangeEvent } from '../../src-shared/change-event.ts';
import { type ChangesPage, changesPageSchema } from '../../src-shared/rest-api.ts';
import { eventually } from './eventually.ts';
import { type Answer, ask } from './http-test-server.ts';
import type { Picture } from './picture.ts';

/** How often it asks, in milliseconds. */
const ASK_MS = 20;

/** A client that asks `GET /api/changes` again and again, with the ETag of the answer before. */
export class PollingClient {
  readonly changes: ChangeEvent[] = [];
  readonly snapshots: string[] = [];
  readonly recovered: boolean[] = [];
  readonly faults: string[] = [];
  unchanged = 0;
  #stopped = false;
  #running: Promise<void> = Promise.resolve();

  constructor(
    private readonly port: number,
    public token: string | undefined = undefined,
    public picture: Picture = new Map(),
  ) {}

  /** Asks once. @returns whether more is waiting */
  async poll(): Promise<boolean> {
    const answer = await this.ask();
    if (answer.status === 304) {
      this.unchanged++;
      if (this.recovered.length === 0) this.recovered.push(true);
      return false;
    }
    if (answer.status !== 200) throw new Error(answer.text);
    const page = changesPageSchema.parse(answer.json);
    if (answer.headers.etag !== `"${page.token}"`) this.faults.push('the ETag is not the token');
    if (this.recovered.length === 0) this.recovered.push(page.recovered);
    this.token = page.token;
    this.#take(page);
    return page.recovered && page.more;
  }

  ask(): Promise<Answer> {
    const headers = this.token === undefined ? {} : { 'if-none-match': `"${this.token}"` };
    return ask(this.port, 'GET', '/api/changes', { headers });
  }

  /** Asks on and on until `close`. */
  follow(): this {
    this.#running = (async () => {
      while (!this.#stopped) if (!(await this.poll())) await pause(ASK_MS);
    })();
    // Reported by `close`.
    this.#running.catch(() => undefined);
    return this;
  }

  async ready(): Promise<this> {
    await this.until('the picture is complete', () => this.recovered.length > 0);
    return this;
  }

  until<T>(what: string, check: () => T, withinMs?: number) {
    return eventually(what, check, withinMs);
  }

  /** @throws whatever an answer was that it could not use */
  async close(): Promise<void> {
    this.#stopped = true;
    await this.#running;
  }

  #take(page: ChangesPage): void {
    if (!page.recovered) {
      this.snapshots.push('snapshot');
      this.picture = new Map(page.orders.map((order) => [order.id, order]));
      return;
    }
    for (const change of page.changes) {
      this.changes.push(change);
      const shown = this.picture.get(change.order.id)?.version ?? -1;
      if (change.type !== 'DELETE' && change.order.version > shown) this.picture.set(change.order.id, change.order);
      if (change.type === 'DELETE' && change.order.version >= shown) this.picture.delete(change.order.id);
    }
  }
}
