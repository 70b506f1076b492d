import type { Server as HttpServer } from 'node:http';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import type { GuardedSockets } from '../limits/guarded-sockets.ts';
import { redirectToHttps } from './redirect-to-https.ts';
import type { TransportSecurity } from './transport-security.ts';

/** A port of this program. */
export interface Port {
  /** May be called again after it failed, and after `close`. */
  listen(port: number, address: string): Promise<AddressInfo>;
  /** Takes no more connections; resolves when the last one has ended. */
  close(): Promise<void>;
}

export interface PortDeps {
  /** Reads what comes; it does not listen itself. */
  readonly http: HttpServer;
  readonly security: TransportSecurity;
  readonly sockets: GuardedSockets;
  /** Whether a host name a client gave may be sent back to it. */
  readonly isOwnHost: (host: string | undefined) => boolean;
}

/** How long the handshake may take, in milliseconds. */
const HANDSHAKE_MS = 10_000;
/** RFC 8446, section 5.1: a record that carries a handshake, which no request of HTTP begins with. */
const HANDSHAKE = 0x16;

/**
 * Accepts connections and hands them to the HTTP server: as they are, or through TLS. On a port that speaks TLS the
 * first byte tells who came with plain HTTP; it is told the right address there, and nothing else.
 */
export function createPort({ http, security, sockets, isOwnHost }: PortDeps): Port {
  const handOver = (socket: Socket) => {
    sockets.handedOver(socket);
    http.emit('connection', socket);
  };
  sockets.follow(http);
  return listeningPort(sockets, security.isSecure ? throughTls(security, isOwnHost, handOver) : handOver);
}

function throughTls(
  security: TransportSecurity,
  isOwnHost: PortDeps['isOwnHost'],
  handOver: (socket: Socket) => void,
): (socket: Socket) => void {
  const secure = createTlsServer({ handshakeTimeout: HANDSHAKE_MS, ALPNProtocols: ['http/1.1'] });
  security.protect(secure);
  secure.on('secureConnection', handOver);
  secure.on('tlsClientError', (_error, socket) => socket.destroy());
  const plain = redirectToHttps(isOwnHost);
  return (socket) => firstByte(socket, (byte) => (byte === HANDSHAKE ? secure : plain).emit('connection', socket));
}

function listeningPort(sockets: GuardedSockets, accept: (socket: Socket) => void): Port {
  const server = createServer({ noDelay: true }, (socket) => {
    // Whoever reads from it listens for this as well; between two readers a broken one must not end the program.
    socket.on('error', () => socket.destroy());
    if (sockets.admit(socket)) accept(socket);
  });
  // What fails once it listens concerns a connection that could not be accepted.
  server.on('error', () => undefined);
  return {
    listen: (port, address) =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, address, () => {
          server.off('error', reject);
          resolve(server.address() as AddressInfo);
        });
      }),
    close() {
      sockets.endOpening();
      return new Promise((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}

/** Looks at the first byte and puts it back; the guard of connections ends one that says nothing. */
function firstByte(socket: Socket, then: (byte: number) => void): void {
  const look = () => {
    const bytes = socket.read() as Buffer | null;
    if (bytes === null) return;
    socket.off('readable', look);
    socket.unshift(bytes);
    then(bytes[0] ?? 0);
  };
  socket.on('readable', look);
}
