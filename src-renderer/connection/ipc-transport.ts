import type { ClientMessage } from '../../src-shared/client-message.ts';
import type { DesktopBridge, SessionPort } from '../../src-shared/desktop-bridge.ts';
import { readMessage } from './read-message.ts';
import type { Transport, TransportClose, TransportListener } from './transport.ts';

/** The way of the desktop program's window: the same messages, to the main process, without a network. */
export class IpcTransport implements Transport {
  readonly kind = 'ipc';
  readonly #bridge: Pick<DesktopBridge, 'openSession'>;
  #port: SessionPort | null = null;

  constructor(bridge: Pick<DesktopBridge, 'openSession'>) {
    this.#bridge = bridge;
  }

  connect(listener: TransportListener): void {
    const port = this.#bridge.openSession({
      message: (text) => {
        if (this.#port !== port) return;
        const message = readMessage(text);
        if (message !== null) {
          listener.message(message);
          return;
        }
        port.close();
        end({ why: 'unreadable', code: null, detail: 'The program sent something this window cannot read.' });
      },
      closed: (code, detail) => {
        if (this.#port === port) end({ why: 'closed', code, detail });
      },
    });
    const end = (reason: TransportClose): void => {
      this.#port = null;
      listener.closed(reason);
    };
    this.#port = port;
    // Later, as with a socket: nobody is told that it is open while they are still opening it.
    queueMicrotask(() => {
      if (this.#port === port) listener.opened();
    });
  }

  send(message: ClientMessage): void {
    this.#port?.send(JSON.stringify(message));
  }

  close(): void {
    const port = this.#port;
    this.#port = null;
    port?.close();
  }
}
