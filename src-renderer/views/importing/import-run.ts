import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Command, CommandResult, CreatedOrders } from '../../../src-shared/command.ts';
import type { ErrorCode } from '../../../src-shared/error-code.ts';
import { backoffMs } from '../../connection/backoff.ts';
import type { Clock } from '../../connection/clock.ts';
import type { Batch } from './batches.ts';
import { Pace } from './pace.ts';

export interface RefusedBatch {
  readonly batch: Batch;
  /** In the words of the server. */
  readonly reason: string;
}

/** How far an import is. */
export interface RunState {
  /** `waiting`: the last batch is sent again soon. */
  readonly kind: 'running' | 'waiting' | 'stopping' | 'ended';
  readonly total: number;
  readonly created: CreatedOrders['orders'];
  readonly refused: readonly RefusedBatch[];
  /** A batch whose answer never came, when the import was stopped: it may have been created. */
  readonly doubtful: Batch | null;
  /** Batches that were not sent any more. */
  readonly unsent: readonly Batch[];
  /** Orders a second lately; `null` before it is known. */
  readonly perSecond: number | null;
  readonly waitingFor: string | null;
}

export interface ImportRunDeps {
  /** Rejects when no answer came. */
  readonly send: (command: Command) => Promise<CommandResult>;
  readonly clock: Clock;
  readonly random: () => number;
}

/** What passes by itself: the same batch is sent again. */
const PASSING: readonly ErrorCode[] = ['rate-limited', 'database-unavailable', 'database-busy', 'shutting-down'];
/** What would be said of every further batch too. */
const HOPELESS: readonly ErrorCode[] = ['forbidden', 'forbidden-origin', 'not-found', 'method-not-allowed'];
const FAULTS_BEFORE_REFUSED = 3;

type Answer =
  | { readonly kind: 'created'; readonly orders: CreatedOrders['orders'] }
  | { readonly kind: 'refused'; readonly reason: string; readonly hopeless: boolean }
  | { readonly kind: 'again'; readonly reason: string | null; readonly fault: boolean };

/**
 * Sends batch after batch. One whose answer does not come is sent again with its key until an answer comes, so that
 * nothing is created twice and nothing is left out, whatever the connection does.
 */
export class ImportRun {
  readonly state: StoreApi<RunState>;
  readonly #deps: ImportRunDeps;
  readonly #batches: readonly Batch[];
  readonly #pace: Pace;
  #wake: (() => void) | null = null;
  #stopped = false;

  constructor(batches: readonly Batch[], deps: ImportRunDeps) {
    this.#batches = batches;
    this.#deps = deps;
    this.#pace = new Pace(deps.clock);
    this.state = createStore<RunState>()(() => ({
      kind: 'running',
      total: batches.reduce((sum, { lines }) => sum + lines.length, 0),
      created: [],
      refused: [],
      doubtful: null,
      unsent: [],
      perSecond: null,
      waitingFor: null,
    }));
  }

  /** Resolves when all is done, or stopped. Never rejects. */
  async run(): Promise<RunState> {
    for (const [index, batch] of this.#batches.entries()) {
      if (this.#stopped) return this.#end(index, null);
      const answer = await this.#untilAnswered(batch);
      if (answer === null) return this.#end(index + 1, batch);
      if (answer.kind === 'created') this.#created(answer.orders);
      else {
        const hit = answer.hopeless ? this.#batches.slice(index) : [batch];
        const refused = hit.map((one) => ({ batch: one, reason: answer.reason }));
        this.state.setState((state) => ({ refused: [...state.refused, ...refused] }));
        if (answer.hopeless) return this.#end(this.#batches.length, null);
      }
    }
    return this.#end(this.#batches.length, null);
  }

  /** What is under way is waited for; nothing more is sent. */
  stop(): void {
    this.#stopped = true;
    if (this.state.getState().kind !== 'ended') this.state.setState({ kind: 'stopping' });
    this.#wake?.();
  }

  /** The connection is back: a batch that waits is sent at once. */
  tryNow(): void {
    this.#wake?.();
  }

  /** `null`: stopped while nobody knows what became of it. */
  async #untilAnswered(batch: Batch): Promise<Exclude<Answer, { kind: 'again' }> | null> {
    let faults = 0;
    for (let attempt = 0; ; attempt++) {
      const answer = await this.#ask(batch);
      if (answer.kind !== 'again') {
        if (!this.#stopped) this.state.setState({ kind: 'running', waitingFor: null });
        return answer;
      }
      if (answer.fault) faults += 1;
      if (faults >= FAULTS_BEFORE_REFUSED) return { kind: 'refused', reason: answer.reason ?? '', hopeless: false };
      if (this.#stopped) return null;
      this.#pace.begin();
      this.state.setState({ kind: 'waiting', waitingFor: answer.reason, perSecond: null });
      await this.#wait(backoffMs(attempt, this.#deps.random()));
      if (this.#stopped) return null;
    }
  }

  async #ask({ key, lines }: Batch): Promise<Answer> {
    let result: CommandResult;
    try {
      result = await this.#deps.send({ type: 'create-orders', batchKey: key, orders: lines.map(({ order }) => order) });
    } catch {
      // No answer, or half of one.
      return { kind: 'again', reason: null, fault: false };
    }
    if (result.kind === 'created') return { kind: 'created', orders: result.orders };
    if (result.kind !== 'problem') return { kind: 'again', reason: null, fault: true };
    const { code, detail } = result.problem;
    if (PASSING.includes(code)) return { kind: 'again', reason: detail, fault: false };
    if (code === 'internal-error') return { kind: 'again', reason: detail, fault: true };
    return { kind: 'refused', reason: detail, hopeless: HOPELESS.includes(code) };
  }

  #created(orders: CreatedOrders['orders']): void {
    const created = [...this.state.getState().created, ...orders];
    this.state.setState({ created, perSecond: this.#pace.note(orders.length) });
  }

  #wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = this.#deps.clock.after(ms, () => this.#wake?.());
      this.#wake = () => {
        timer.cancel();
        this.#wake = null;
        resolve();
      };
    });
  }

  #end(next: number, doubtful: Batch | null): RunState {
    this.state.setState({ kind: 'ended', unsent: this.#batches.slice(next), doubtful, waitingFor: null });
    return this.state.getState();
  }
}
