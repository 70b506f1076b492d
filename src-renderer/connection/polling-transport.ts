import type { ClientMessage } from '../../src-shared/client-message.ts';
import { ERROR_CODES } from '../../src-shared/error-code.ts';
import { ORDERDECK_V1 } from '../../src-shared/protocol-version.ts';
import { type ChangesPage, changesPageSchema, statsSchema } from '../../src-shared/rest-api.ts';
import type { Clock, Timer } from './clock.ts';
import { readProblem } from './read-problem.ts';
import type { Fetch, RestCommands } from './rest-commands.ts';
import type { Transport, TransportClose, TransportListener } from './transport.ts';

const POLL_MS = 1_000;
/** Every so many polls the server's own status is asked for, since a page of changes does not tell its age. */
const STATUS_EVERY = 4;

/**
 * The last way, for networks that let nothing but short requests through: asks `GET /api/changes` once a second
 * (the token is the ETag) and turns the answers into the messages a WebSocket would have brought.
 */
export class PollingTransport implements Transport {
  readonly kind = 'polling';
  readonly #base: string;
  readonly #fetch: Fetch;
  readonly #commands: RestCommands;
  readonly #clock: Clock;
  #listener: TransportListener | null = null;
  #timer: Timer | null = null;
  #token: string | undefined;
  #query = '';
  #polls = 0;
  readonly #abort = new AbortController();

  /** @param base origin of the server, without a slash at the end */
  constructor(base: string, fetch: Fetch, commands: RestCommands, clock: Clock) {
    this.#base = base;
    this.#fetch = fetch;
    this.#commands = commands;
    this.#clock = clock;
  }

  connect(listener: TransportListener): void {
    this.#listener = listener;
    listener.opened();
  }

  send(message: ClientMessage): void {
    if (message.type === 'hello') {
      this.#token = message.token;
      this.#query = message.window === undefined ? '' : `?window=${message.window}`;
      this.#run();
      return;
    }
    const { requestId } = message;
    this.#commands.execute(message.command).then(
      (result) => this.#listener?.message({ type: 'result', requestId, result }),
      () => this.#end({ why: 'closed', code: null, detail: 'The server did not answer a command.' }),
    );
  }

  close(): void {
    this.#listener = null;
    this.#timer?.cancel();
    this.#abort.abort();
  }

  #run(): void {
    this.#poll().then(
      (more) => {
        if (this.#listener === null) return;
        this.#timer = this.#clock.after(more ? 0 : POLL_MS, () => this.#run());
      },
      () => this.#end({ why: 'closed', code: null, detail: 'The server did not answer.' }),
    );
  }

  /** @returns whether more changes are waiting. Rejects when no usable answer came. */
  async #poll(): Promise<boolean> {
    const headers: Record<string, string> = { accept: 'application/json' };
    if (this.#token !== undefined) headers['if-none-match'] = `"${this.#token}"`;
    const init: RequestInit = { method: 'GET', headers, cache: 'no-store', signal: this.#abort.signal };
    const response = await this.#fetch(`${this.#base}/api/changes${this.#query}`, init);
    if (response.status !== 304 && !response.ok) {
      this.#end(await closeOf(response));
      return false;
    }
    const page = response.status === 304 ? null : changesPageSchema.parse(await response.json());
    if (this.#polls === 0) this.#welcome(page === null || page.recovered);
    if (page !== null) this.#deliver(page);
    if (this.#polls % STATUS_EVERY === 0) await this.#status(init.signal ?? null);
    else this.#listener?.message({ type: 'heartbeat', dataAgeMs: null });
    this.#polls += 1;
    return page?.recovered === true && page.more;
  }

  #welcome(recovered: boolean): void {
    this.#listener?.message({
      type: 'welcome',
      protocol: ORDERDECK_V1,
      serverId: '',
      serverVersion: '',
      recovered,
      heartbeatMs: POLL_MS * STATUS_EVERY,
    });
  }

  #deliver(page: ChangesPage): void {
    this.#token = page.token;
    if (page.recovered) {
      const remaining = page.more ? { remaining: 1 } : {};
      this.#listener?.message({ type: 'changes', changes: page.changes, token: page.token, ...remaining });
      return;
    }
    const reason = this.#polls === 0 ? 'first-connect' : 'log-passed';
    const { window } = page;
    const part = window === undefined ? {} : { window };
    this.#listener?.message({ type: 'snapshot-begin', reason, total: page.orders.length, ...part });
    this.#listener?.message({ type: 'snapshot-chunk', orders: page.orders });
    this.#listener?.message({ type: 'snapshot-end', token: page.token });
  }

  async #status(signal: AbortSignal | null): Promise<void> {
    const headers = { accept: 'application/json' };
    const response = await this.#fetch(`${this.#base}/api/stats`, {
      method: 'GET',
      headers,
      cache: 'no-store',
      signal,
    });
    const stats = statsSchema.safeParse(await response.json());
    if (stats.success) this.#listener?.message({ type: 'status', status: stats.data.status });
  }

  #end(reason: TransportClose): void {
    const listener = this.#listener;
    this.close();
    listener?.closed(reason);
  }
}

/** The problem's own close code, so that one judge reads the losses of every transport. */
async function closeOf(response: Response): Promise<TransportClose> {
  const problem = await readProblem(response);
  if (problem === null) return { why: 'closed', code: null, detail: `The server answered ${response.status}.` };
  return { why: 'closed', code: ERROR_CODES[problem.code].close, detail: problem.detail };
}
