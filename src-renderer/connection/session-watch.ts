import { type SessionInfo, sessionSchema } from '../../src-shared/session-info.ts';
import type { Clock, Timer } from './clock.ts';
import type { Connection } from './connection.ts';
import { type ConnectionState, canSend } from './connection-state.ts';
import type { Fetch } from './rest-commands.ts';

/** Where a server refuses the connection of somebody it knows, it is asked again after this, in milliseconds. */
const ASK_AGAIN_MS = 2_000;
const ANSWER_WITHIN_MS = 8_000;

export interface SessionWatchOptions {
  readonly fetch: Fetch;
  /** Origin of the server, without a slash at the end. */
  readonly base: string;
  readonly connection: Pick<Connection, 'start' | 'stop' | 'renew' | 'tryNow'>;
  readonly clock: Clock;
  readonly onSession: (info: SessionInfo) => void;
}

/**
 * Knows who is signed in here: asks the server at the start, whenever it refuses the connection or lets nobody in, and
 * whenever somebody has signed in or out. The connection rests while nobody is. Each time it is open again the server is
 * asked anew: another tab of this browser may have signed in somebody else meanwhile.
 */
export class SessionWatch {
  readonly #options: SessionWatchOptions;
  #info: SessionInfo | null = null;
  #asking: Promise<void> | null = null;
  #askAgain = false;
  #isOpen = false;
  /** How many times the connection was opened. */
  #openings = 0;
  /** Who it is was asked since the connection is open, and told. */
  #isSure = false;
  #later: Timer | null = null;

  constructor(options: SessionWatchOptions) {
    this.#options = options;
  }

  /** Whether what is sent now is sent in the name of whom `onSession` has told of last. */
  get isSure(): boolean {
    return this.#isSure;
  }

  /** Asks now. Resolves when the answer is known to everybody, or when there was none; never rejects. */
  check(): Promise<void> {
    if (this.#asking !== null) {
      // What is under way may have been asked before what has happened now.
      this.#askAgain = true;
      return this.#asking;
    }
    this.#asking = this.#ask().finally(() => {
      this.#asking = null;
    });
    return this.#asking;
  }

  /** To be told of each state of the connection. */
  follow(state: ConnectionState): void {
    const opens = canSend(state) && !this.#isOpen;
    if (opens || !canSend(state)) this.#isSure = false;
    if (opens) this.#openings += 1;
    this.#isOpen = canSend(state);
    if (state.kind === 'refused' && state.code === 'unauthenticated') void this.#refused();
    // A browser is not told why a WebSocket was not let in.
    else if (state.kind === 'reconnecting' && state.nextTryAt !== null) void this.check();
    else if (opens) void this.check();
  }

  async #refused(): Promise<void> {
    await this.check();
    const { connection, clock } = this.#options;
    // It is known who this is, and yet: the right came back, or another one did.
    if (this.#info?.principal != null) clock.after(ASK_AGAIN_MS, () => connection.tryNow());
  }

  async #ask(): Promise<void> {
    do {
      this.#askAgain = false;
      const opening = this.#openings;
      const info = await this.#fetched();
      if (info !== null) this.#take(info, opening);
    } while (this.#askAgain);
    if (this.#isSure || !this.#isOpen) return;
    this.#later?.cancel();
    this.#later = this.#options.clock.after(ASK_AGAIN_MS, () => void this.check());
  }

  async #fetched(): Promise<SessionInfo | null> {
    const { fetch, base } = this.#options;
    const headers = { accept: 'application/json' };
    const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
    const init: RequestInit = { method: 'GET', headers, cache: 'no-store', signal };
    try {
      const response = await fetch(`${base}/api/session`, init);
      return response.ok ? sessionSchema.parse(await response.json()) : null;
    } catch {
      // The connection tells that the server is away; who was signed in there still is.
      return null;
    }
  }

  #take(info: SessionInfo, opening: number): void {
    const { connection, onSession } = this.#options;
    const before = this.#info;
    this.#info = info;
    // The connection first: nothing of the new person goes through the old one's.
    if (info.principal === null) this.#closed(() => connection.stop());
    else if (before?.principal === null) this.#closed(() => connection.start());
    else if (before !== null && nameOf(before) !== nameOf(info)) this.#closed(() => connection.renew());
    this.#isSure = this.#isOpen && opening === this.#openings;
    onSession(info);
  }

  /** Not open from now on, until the next state says so: `stop` and `start` tell of none themselves. */
  #closed(change: () => void): void {
    this.#isOpen = false;
    change();
  }
}

/** What the connection was opened as. */
function nameOf({ principal }: SessionInfo): string {
  return principal === null ? '' : [principal.kind, principal.name, principal.role, principal.sessionId].join('\n');
}
