import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Order } from '../../src-shared/order.ts';
import type { Picture } from '../support/picture.ts';

/** What a writer knows of a write: it was confirmed, it was refused, or no answer says either. */
type Answer = 'confirmed' | 'refused' | 'unknown';

interface Recorded {
  readonly name: string;
  readonly answer: Answer;
  /** Of a batch: the same batch may be sent again. */
  readonly batchKey: string | null;
}

/** A step of the one order that is edited again and again. */
interface Step {
  readonly number: number;
  readonly answer: Answer;
}

/** Answers that say for certain that nothing was done. */
const REFUSALS = [400, 401, 403, 404, 409, 412, 413, 415, 429];
const ANSWER_MS = 4_000;
/** Between two writes of one writer, in milliseconds: part of the load. */
const REST_MS = 40;

/** Programs that write by REST straight through the fault, and keep every answer to hold the table to it. */
export class RecordedCommands {
  readonly #ports: readonly number[];
  readonly #label: string;
  readonly #creations: Recorded[] = [];
  readonly #steps: Step[] = [];
  readonly #running: Promise<unknown>;
  /** Why writes were not done, in the words of the answers. */
  readonly told: string[] = [];
  #ledger: { readonly id: number; version: number } | null = null;
  #isStopped = false;
  #count = 0;

  /** @param label makes the names of this run its own */
  constructor(ports: readonly number[], label: string) {
    this.#ports = ports;
    this.#label = label;
    this.#running = Promise.all([
      this.#repeat(() => this.#create()),
      this.#repeat(() => this.#createBatch()),
      this.#repeat(() => this.#edit()),
    ]);
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#running;
  }

  /** Figures for the table of results. */
  get tally(): Readonly<Record<Answer, number>> {
    const tally = { confirmed: 0, refused: 0, unknown: 0 };
    for (const { answer } of [...this.#creations, ...this.#steps]) tally[answer]++;
    return tally;
  }

  /**
   * Sends again what was left without an answer and can be sent again: afterwards it must have been done once.
   *
   * @throws Error when it is refused
   */
  async settle(): Promise<void> {
    for (const [index, { name, answer, batchKey }] of this.#creations.entries()) {
      if (answer !== 'unknown' || batchKey === null) continue;
      const settled = await this.#sendBatch(name, batchKey);
      if (settled !== 'confirmed') throw new Error(`The batch ${name} was ${settled} when it was sent again`);
      this.#creations[index] = { name, answer: settled, batchKey };
    }
  }

  /** What the table has that no answer allows, and what it lacks. @param loses whether confirmed writes may be gone */
  faults(table: Picture, loses: boolean): string[] {
    const found: string[] = [];
    const byName = new Map<string, Order[]>();
    for (const order of table.values())
      byName.set(order.customer_name, [...(byName.get(order.customer_name) ?? []), order]);
    for (const { name, answer } of this.#creations) {
      const times = byName.get(name)?.length ?? 0;
      if (times > 1) found.push(`${name} is there ${times} times`);
      if (answer === 'confirmed' && times === 0 && !loses) found.push(`${name} was confirmed and is not there`);
      if (answer === 'refused' && times > 0) found.push(`${name} was refused and is there`);
    }
    return [...found, ...this.#stepFaults(table, loses)];
  }

  #stepFaults(table: Picture, loses: boolean): string[] {
    if (this.#ledger === null || loses) return [];
    const shown = Number(/^step (\d+)$/.exec(table.get(this.#ledger.id)?.product_name ?? '')?.[1] ?? Number.NaN);
    const numbers = (answer: Answer) =>
      this.#steps.filter((step) => step.answer === answer).map(({ number }) => number);
    const last = Math.max(0, ...numbers('confirmed'));
    if (shown === last || (shown > last && numbers('unknown').includes(shown))) return [];
    return [`the edited order is at step ${shown}, the last confirmed one is ${last}`];
  }

  async #repeat(one: () => Promise<void>): Promise<void> {
    while (!this.#isStopped) {
      await one();
      await pause(REST_MS);
    }
  }

  async #create(): Promise<void> {
    const name = this.#name('single');
    const { answer } = await this.#ask('POST', '/api/orders', { customer_name: name, product_name: 'Phone' });
    this.#creations.push({ name, answer, batchKey: null });
  }

  async #createBatch(): Promise<void> {
    const name = this.#name('batch');
    const batchKey = randomUUID();
    this.#creations.push({ name, answer: await this.#sendBatch(name, batchKey), batchKey });
  }

  async #sendBatch(name: string, batchKey: string): Promise<Answer> {
    const orders = [{ customer_name: name, product_name: 'Tablet' }];
    return (await this.#ask('POST', '/api/orders/batch', { batchKey, orders })).answer;
  }

  /** Each edit names the version it saw, so that one whose answer was lost cannot undo a later one. */
  async #edit(): Promise<void> {
    if (this.#ledger === null) {
      const { answer, order } = await this.#ask('POST', '/api/orders', {
        customer_name: this.#name('edited'),
        product_name: 'step 0',
      });
      if (answer === 'confirmed' && order !== null) this.#ledger = { id: order.id, version: order.version };
      return;
    }
    const { id, version } = this.#ledger;
    const number = ++this.#count;
    const edit = { product_name: `step ${number}` };
    const { answer, order } = await this.#ask('PUT', `/api/orders/${id}`, edit, { 'if-match': `"${version}"` });
    this.#steps.push({ number, answer });
    if (order !== null && answer === 'confirmed') this.#ledger.version = order.version;
    else await this.#look(id);
  }

  async #look(id: number): Promise<void> {
    const { order } = await this.#ask('GET', `/api/orders/${id}`);
    if (order !== null && this.#ledger !== null) this.#ledger.version = order.version;
  }

  #name(kind: string): string {
    return `${this.#label} ${kind} ${++this.#count}`;
  }

  async #ask(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<{ answer: Answer; order: Order | null }> {
    const port = this.#ports[this.#count % this.#ports.length];
    try {
      const response = await fetch(`http://127.0.0.1:${port}${path}`, {
        method,
        headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(ANSWER_MS),
      });
      const json = await response.json();
      if (response.ok) return { answer: 'confirmed', order: json as Order };
      if (!this.told.includes(json.detail)) this.told.push(json.detail);
      const isRefused = REFUSALS.includes(response.status) || json.code === 'database-busy';
      return { answer: isRefused ? 'refused' : 'unknown', order: null };
    } catch {
      return { answer: 'unknown', order: null };
    }
  }
}
