import type { ClientMessage, ClientMessageOf } from '../../src-shared/client-message.ts';
import { readMessage } from './read-message.ts';
import type { RestCommands } from './rest-commands.ts';
import type { Transport, TransportClose, TransportListener } from './transport.ts';

/** Where WebSocket is blocked: server-sent events for everything that comes, REST for the commands that go. */
export class EventStreamTransport implements Transport {
  readonly kind = 'event-stream';
  readonly #base: string;
  readonly #commands: RestCommands;
  #source: EventSource | null = null;
  #listener: TransportListener | null = null;

  /** @param base origin of the server, without a slash at the end */
  constructor(base: string, commands: RestCommands) {
    this.#base = base;
    this.#commands = commands;
  }

  connect(listener: TransportListener): void {
    this.#listener = listener;
    listener.opened();
  }

  send(message: ClientMessage): void {
    if (message.type === 'hello') {
      this.#subscribe(message);
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
    this.#source?.close();
    this.#source = null;
  }

  #subscribe({ token, window }: ClientMessageOf<'hello'>): void {
    const query = new URLSearchParams();
    if (token !== undefined) query.set('token', token);
    if (window !== undefined) query.set('window', String(window));
    const search = query.toString();
    const source = new EventSource(`${this.#base}/api/changes/stream${search === '' ? '' : `?${search}`}`);
    this.#source = source;
    source.onmessage = (event: MessageEvent<string>) => {
      const message = readMessage(event.data);
      if (message !== null) this.#listener?.message(message);
      else this.#end({ why: 'unreadable', code: null, detail: 'The server sent something this console cannot read.' });
    };
    // The browser would come back by itself, but with waits nobody sees and without the newest token.
    source.onerror = () => this.#end({ why: 'closed', code: null, detail: 'The stream of changes was interrupted.' });
  }

  #end(reason: TransportClose): void {
    const listener = this.#listener;
    this.close();
    listener?.closed(reason);
  }
}
