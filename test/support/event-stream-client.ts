import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import type { Readable } from 'node:stream';
import { serverMessageSchema } from '../../src-shared/server-message.ts';
import { deferred } from './deferred.ts';
import { eventually } from './eventually.ts';
import type { Picture } from './picture.ts';
import { V1Picture } from './v1-picture.ts';

export interface StreamOptions {
  /** As a browser hands it back. */
  readonly lastEventId?: string | undefined;
  readonly query?: string;
  readonly picture?: Picture;
  readonly method?: string;
}

/** A client of server-sent events, as a browser's EventSource is one, that remembers the last id. */
export class EventStreamClient extends V1Picture {
  /** Resolves when the stream has ended, however it ended. */
  readonly ended: Promise<void>;
  lastEventId: string | undefined;
  retryMs: number | null = null;
  /** Ids of the events, `undefined` for those without one, by message. */
  readonly ids: (string | undefined)[] = [];
  #rest = '';
  readonly #end = deferred<void>();
  #isEnded = false;

  private constructor(
    readonly response: IncomingMessage,
    private readonly outgoing: ClientRequest,
    options: StreamOptions,
  ) {
    super(options.lastEventId, options.picture ?? new Map());
    this.ended = this.#end.promise;
    const body: Readable = response.setEncoding('utf8');
    body.on('data', (text: string) => this.#read(text));
    body.on('close', () => {
      this.#isEnded = true;
      this.#end.resolve();
    });
    // A stream that is cut off ends all the same.
    body.on('error', () => this.#end.resolve());
  }

  /** @throws Error when the connection fails; whatever the status is, the answer is returned */
  static open(url: string, options: StreamOptions = {}): Promise<EventStreamClient> {
    const { lastEventId, query = '', method = 'GET' } = options;
    const headers = {
      accept: 'text/event-stream',
      ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
    };
    return new Promise((resolve, reject) => {
      const outgoing = request(`${url}/api/changes/stream${query}`, { method, headers, agent: false }, (response) =>
        resolve(new EventStreamClient(response, outgoing, options)),
      );
      outgoing.on('error', reject);
      outgoing.end();
    });
  }

  async ready(): Promise<this> {
    await this.until('the picture is complete', () => this.isComplete);
    return this;
  }

  until<T>(what: string, check: () => T, withinMs?: number) {
    return eventually(what, check, withinMs);
  }

  get isEnded(): boolean {
    return this.#isEnded;
  }

  pause(): void {
    this.response.pause();
  }

  resume(): void {
    this.response.resume();
  }

  async close(): Promise<void> {
    this.outgoing.destroy();
    await this.ended;
  }

  #read(text: string): void {
    const events = (this.#rest + text).split('\n\n');
    this.#rest = events.pop() ?? '';
    for (const event of events) this.#event(event.split('\n'));
  }

  #event(lines: readonly string[]): void {
    const field = (name: string) => lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
    const retry = field('retry');
    if (retry !== undefined) this.retryMs = Number(retry);
    const id = field('id');
    if (id !== undefined) this.lastEventId = id;
    const data = field('data');
    if (data === undefined) return;
    this.ids.push(id);
    this.receive(serverMessageSchema.parse(JSON.parse(data)));
  }
}
