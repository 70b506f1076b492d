import { connect, type Socket } from 'node:net';
import { parseGreeting, type ServerGreeting } from './server-greeting.ts';

/** What came of a connection to a port. */
export type PortAnswer =
  | ({ readonly kind: 'mysql' } & ServerGreeting)
  /** Something else answers, with these bytes. */
  | { readonly kind: 'stranger'; readonly bytes: Buffer }
  /** Accepted, and not a word. */
  | { readonly kind: 'silent' }
  /** Accepted, and closed without a word. */
  | { readonly kind: 'closed' }
  /** No connection; the error of the network. */
  | { readonly kind: 'unreachable'; readonly error: Error };

/** Asks those who wait to be spoken to. MySQL speaks first, so it is asked only after half of the time. */
const QUESTION = 'GET / HTTP/1.0\r\n\r\n';

/** Connects and reads the first words; answers within `timeoutMs`. */
export function probePort(host: string, port: number, timeoutMs: number): Promise<PortAnswer> {
  return new Promise((resolve) => {
    let received = Buffer.alloc(0);
    let isConnected = false;
    const socket: Socket = connect({ host, port });
    const answer = (found: PortAnswer) => {
      clearTimeout(question);
      clearTimeout(deadline);
      socket.destroy();
      resolve(found);
    };
    const conclude = (nothing: PortAnswer) =>
      answer(received.length === 0 ? nothing : { kind: 'stranger', bytes: received });
    const question = setTimeout(() => {
      if (isConnected && received.length === 0) socket.write(QUESTION);
    }, timeoutMs / 2);
    const deadline = setTimeout(() => {
      if (isConnected) return conclude({ kind: 'silent' });
      answer({ kind: 'unreachable', error: Object.assign(new Error('connect ETIMEDOUT'), { code: 'ETIMEDOUT' }) });
    }, timeoutMs);
    socket.on('connect', () => {
      isConnected = true;
    });
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      const greeting = parseGreeting(received);
      if (greeting === 'more') return;
      answer(greeting === null ? { kind: 'stranger', bytes: received } : { kind: 'mysql', ...greeting });
    });
    socket.on('end', () => conclude({ kind: 'closed' }));
    socket.on('error', (error) => {
      if (isConnected) conclude({ kind: 'closed' });
      else answer({ kind: 'unreachable', error });
    });
  });
}
