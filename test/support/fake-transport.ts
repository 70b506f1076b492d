import type { Transport, TransportKind, TransportListener } from '../../src-renderer/connection/transport.ts';
import type { ClientMessage } from '../../src-shared/client-message.ts';
import type { ServerMessage } from '../../src-shared/server-message.ts';

/** A way to a server that a test plays by hand. */
export class FakeTransport implements Transport {
  readonly sent: ClientMessage[] = [];
  isClosed = false;
  private listener: TransportListener | null = null;

  constructor(readonly kind: TransportKind) {}

  connect(listener: TransportListener): void {
    this.listener = listener;
  }

  send(message: ClientMessage): void {
    if (this.isClosed) throw new Error('sent on a closed transport');
    this.sent.push(message);
  }

  close(): void {
    this.isClosed = true;
  }

  /** The server lets the client in. */
  open(): void {
    this.listener?.opened();
  }

  /** Goes on talking when it was closed, as a wire with something still in it does. */
  say(...messages: ServerMessage[]): void {
    for (const message of messages) this.listener?.message(message);
  }

  fail(code: number | null = 1006, why: 'closed' | 'unreadable' = 'closed'): void {
    this.isClosed = true;
    this.listener?.closed({ why, code, detail: 'the wire was cut' });
  }

  /** The token of the hello, `undefined` without one. */
  get helloToken(): string | undefined {
    const hello = this.sent[0];
    if (hello?.type !== 'hello') throw new Error('no hello was sent');
    return hello.token;
  }
}
