import {
  bulkOutcomeSchema,
  type Command,
  type CommandOf,
  type CommandResult,
  createdOrdersSchema,
  undoOutcomeSchema,
} from '../../src-shared/command.ts';
import { type Order, orderSchema } from '../../src-shared/order.ts';
import { problemOf } from '../../src-shared/problem.ts';
import { readJson, readProblem } from './read-problem.ts';

/** The part of `fetch` that is used, so that tests bring their own server. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

const JSON_HEADERS = { 'content-type': 'application/json', accept: 'application/json' };

function ifMatch(expectedVersion: number | undefined): Record<string, string> {
  return expectedVersion === undefined ? {} : { 'if-match': `"${expectedVersion}"` };
}

function requestOf(command: Exclude<Command, { type: 'delete-order' }>): [url: string, init: RequestInit] {
  switch (command.type) {
    case 'create-order':
      return ['/api/orders', { method: 'POST', headers: JSON_HEADERS, body: JSON.stringify(command.order) }];
    case 'update-order': {
      const headers = { ...JSON_HEADERS, ...ifMatch(command.expectedVersion) };
      return [`/api/orders/${command.id}`, { method: 'PUT', headers, body: JSON.stringify(command.changes) }];
    }
    case 'set-status': {
      const body = JSON.stringify({ status: command.status, orders: command.orders });
      return ['/api/orders/status', { method: 'POST', headers: JSON_HEADERS, body }];
    }
    case 'undo': {
      const body = JSON.stringify({ changes: command.changes });
      return ['/api/orders/undo', { method: 'POST', headers: JSON_HEADERS, body }];
    }
    case 'delete-orders': {
      const body = JSON.stringify({ orders: command.orders });
      return ['/api/orders/delete', { method: 'POST', headers: JSON_HEADERS, body }];
    }
    case 'create-orders': {
      const body = JSON.stringify({ batchKey: command.batchKey, orders: command.orders });
      return ['/api/orders/batch', { method: 'POST', headers: JSON_HEADERS, body }];
    }
  }
}

async function problemIn(response: Response): Promise<CommandResult> {
  const problem = await readProblem(response);
  return {
    kind: 'problem',
    problem: problem ?? problemOf('internal-error', `The server answered ${response.status} without saying why.`),
  };
}

/** Carries commands where messages flow one way only: the same commands, the same results, over the REST API. */
export class RestCommands {
  readonly #fetch: Fetch;
  readonly #base: string;

  /** @param base origin of the server, without a slash at the end */
  constructor(fetch: Fetch, base: string) {
    this.#fetch = fetch;
    this.#base = base;
  }

  /** Rejects only when no answer came. */
  async execute(command: Command): Promise<CommandResult> {
    if (command.type === 'delete-order') return this.#delete(command);
    const [url, init] = requestOf(command);
    const response = await this.#fetch(this.#base + url, init);
    if (!response.ok) return problemIn(response);
    const body = await readJson(response);
    switch (command.type) {
      case 'create-order':
      case 'update-order':
        return { kind: 'order', order: orderSchema.parse(body) };
      case 'set-status':
      case 'delete-orders':
        return { kind: 'bulk', outcome: bulkOutcomeSchema.parse(body) };
      case 'create-orders':
        return { kind: 'created', ...createdOrdersSchema.parse(body) };
      case 'undo':
        return { kind: 'undone', outcome: undoOutcomeSchema.parse(body) };
    }
  }

  /** DELETE sends no body back, so the row is read first; when it changes in between, `If-Match` refuses the DELETE. */
  async #delete(command: CommandOf<'delete-order'>): Promise<CommandResult> {
    const url = `${this.#base}/api/orders/${command.id}`;
    const found = await this.#fetch(url, { method: 'GET', headers: { accept: 'application/json' } });
    if (!found.ok) return problemIn(found);
    const order: Order = orderSchema.parse(await readJson(found));
    const version = command.expectedVersion ?? order.version;
    const response = await this.#fetch(url, { method: 'DELETE', headers: ifMatch(version) });
    return response.ok ? { kind: 'deleted', order } : problemIn(response);
  }
}
