import type { ClientMessage } from '../../src-shared/client-message.ts';
import { ORDERDECK_V1 } from '../../src-shared/protocol-version.ts';
import { readMessage } from './read-message.ts';
import type { Transport, TransportClose, TransportListener } from './transport.ts';

/** The way for everybody: one WebSocket with the subprotocol `orderdeck.v1`, a JSON message in each text frame. */
export class WebSocketTransport implements Transport {
  readonly kind = 'websocket';
  readonly #url: string;
  #socket: WebSocket | null = null;

  /** @param url `ws:` or `wss:` */
  constructor(url: string) {
    this.#url = url;
  }

  connect(listener: TransportListener): void {
    const socket = new WebSocket(this.#url, ORDERDECK_V1);
    this.#socket = socket;
    const end = (reason: TransportClose): void => {
      if (this.#socket !== socket) return;
      this.#socket = null;
      listener.closed(reason);
    };
    socket.onopen = () => {
      if (this.#socket === socket) listener.opened();
    };
    socket.onmessage = (event: MessageEvent<unknown>) => {
      if (this.#socket !== socket) return;
      const message = typeof event.data === 'string' ? readMessage(event.data) : null;
      if (message !== null) {
        listener.message(message);
        return;
      }
      socket.close();
      end({ why: 'unreadable', code: null, detail: 'The server sent something this console cannot read.' });
    };
    // `onerror` says nothing that the close after it does not.
    socket.onclose = (event) => end({ why: 'closed', code: event.code, detail: event.reason });
  }

  send(message: ClientMessage): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }

  close(): void {
    const socket = this.#socket;
    this.#socket = null;
    socket?.close(1000);
  }
}
