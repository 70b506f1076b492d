import { WebSocket } from 'ws';
import { deferred } from './deferred.ts';
import { eventually } from './eventually.ts';

/** How a connection ended. */
export interface Closed {
  readonly code: number;
  readonly reason: string;
}

export interface ConnectOptions {
  readonly headers?: Record<string, string>;
  /** Local address to connect from, for tests that tell clients apart by address. */
  readonly localAddress?: string;
}

/** What both kinds of client share: a connection, how it ended, and reading that can be stopped. */
export abstract class WebSocketClient {
  readonly closed: Promise<Closed>;
  /** When the last message came, on the monotonic clock. */
  lastMessageAt = 0;
  protected readonly socket: WebSocket;
  readonly #opened = deferred<void>();
  readonly #failure: { error: Error | null } = { error: null };

  protected constructor(url: string, protocols: readonly string[], options: ConnectOptions = {}) {
    this.socket = new WebSocket(url, [...protocols], {
      perMessageDeflate: false,
      maxPayload: 0,
      ...options,
    });
    const closed = deferred<Closed>();
    this.closed = closed.promise;
    this.socket.on('open', () => this.#opened.resolve());
    this.socket.on('error', (error) => {
      this.#failure.error = error;
      this.#opened.reject(error);
    });
    this.socket.on('close', (code, reason) => closed.resolve({ code, reason: reason.toString() }));
    this.socket.on('message', (data) => {
      this.lastMessageAt = performance.now();
      this.receive(String(data));
    });
    // Reported by whoever waits for it; without a waiter it is not an unhandled rejection.
    this.#opened.promise.catch(() => undefined);
  }

  protected abstract receive(text: string): void;

  /** @throws Error when the connection was refused */
  async opened(): Promise<void> {
    await this.#opened.promise;
  }

  get isOpen(): boolean {
    return this.socket.readyState === WebSocket.OPEN;
  }

  /** The last error of the connection, if it had one. */
  get error(): Error | null {
    return this.#failure.error;
  }

  sendRaw(data: string | Uint8Array): void {
    this.socket.send(data);
  }

  /** Reads nothing more until `resume`: what the server sends stays in the system's buffers, then in the server's. */
  pause(): void {
    this.socket.pause();
  }

  resume(): void {
    this.socket.resume();
  }

  async close(): Promise<Closed> {
    this.socket.close();
    return this.closed;
  }

  /** Vanishes without a word, as a laptop that is shut. */
  terminate(): void {
    this.socket.terminate();
  }

  until<T>(what: string, check: () => T, withinMs?: number) {
    return eventually(
      what,
      () => {
        const value = check();
        if (!value && this.socket.readyState === WebSocket.CLOSED) throw new Error(`${what}: the connection is closed`);
        return value;
      },
      withinMs,
    );
  }
}
