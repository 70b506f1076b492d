import type { Clock, Timer } from '../../src-renderer/connection/clock.ts';

interface Task {
  readonly at: number;
  readonly run: () => void;
}

/** The one thread of a page: input comes before timers, and while it is blocked everything waits. */
export class BusyPage implements Clock {
  #now = 0;
  #inputs: readonly Task[] = [];
  #timers: readonly Task[] = [];
  readonly #blocks: readonly { readonly from: number; readonly until: number }[];

  constructor(blocks: readonly { readonly from: number; readonly until: number }[]) {
    this.#blocks = blocks;
  }

  now(): number {
    return this.#now;
  }

  monotonic(): number {
    return this.#now;
  }

  after(ms: number, run: () => void): Timer {
    const timer = { at: this.#now + ms, run };
    this.#timers = [...this.#timers, timer];
    return { cancel: () => this.#drop(timer) };
  }

  every(): Timer {
    throw new Error('Nothing repeats here.');
  }

  /** Something that reaches the page at this time. */
  input(at: number, run: () => void): void {
    this.#inputs = [...this.#inputs, { at, run }];
  }

  /** Runs until nothing is left to do. */
  run(): void {
    for (;;) {
      const input = earliest(this.#inputs);
      const timer = earliest(this.#timers);
      const next = Math.min(input?.at ?? Number.POSITIVE_INFINITY, timer?.at ?? Number.POSITIVE_INFINITY);
      if (next === Number.POSITIVE_INFINITY) return;
      this.#now = this.#freeFrom(Math.max(this.#now, next));
      const task = input !== undefined && input.at <= this.#now ? input : timer;
      if (task === undefined) continue;
      this.#drop(task);
      task.run();
    }
  }

  #freeFrom(at: number): number {
    return this.#blocks.find(({ from, until }) => from <= at && at < until)?.until ?? at;
  }

  #drop(task: Task): void {
    this.#inputs = this.#inputs.filter((one) => one !== task);
    this.#timers = this.#timers.filter((one) => one !== task);
  }
}

/** The one that came first, of those for the same time. */
function earliest(tasks: readonly Task[]): Task | undefined {
  return tasks.reduce<Task | undefined>(
    (best, one) => (best === undefined || one.at < best.at ? one : best),
    undefined,
  );
}
