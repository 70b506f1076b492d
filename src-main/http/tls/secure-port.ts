import type { Server as HttpServer } from 'node:http';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
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
  /** Whether a host name a client gave may be sent back to it. */
  readonly isOwnHost: (host: string | undefined) => boolean;
}

/** How long the first bytes and the handshake may take, in milliseconds. */
const HANDSHAKE_MS = 10_000;
/** RFC 8446, section 5.1: a record that carries a handshake, which no request of HTTP begins with. */
const HANDSHAKE = 0x16;

/**
 * Accepts connections and hands them to the HTTP server: as they are, or through TLS. On a port that speaks TLS the
 * first byte tells who came with plain HTTP; it is told the right address there, and nothing else.
 */
export function createPort({ http, security, isOwnHost }: PortDeps): Port {
  const handOver = (socket: Socket) => {
    port.handedOver(socket);
    http.emit('connection', socket);
  };
  const port = new ListeningPort(security.isSecure ? throughTls(security, isOwnHost, handOver) : handOver);
  return port;
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

class ListeningPort implements Port {
  private readonly server = createServer({ noDelay: true });
  /** Connections the HTTP server does not know yet. */
  private readonly arriving = new Map<string, Socket>();

  constructor(accept: (socket: Socket) => void) {
    this.server.on('connection', (socket) => {
      const name = nameOf(socket);
      this.arriving.set(name, socket);
      socket.once('close', () => this.arriving.delete(name));
      // Whoever reads from it listens for this as well; between two readers a broken one must not end the program.
      socket.on('error', () => socket.destroy());
      accept(socket);
    });
    // What fails once it listens concerns a connection that could not be accepted.
    this.server.on('error', () => undefined);
  }

  /** @param socket what TLS made of a connection */
  handedOver(socket: Socket): void {
    this.arriving.delete(nameOf(socket));
  }

  listen(port: number, address: string): Promise<AddressInfo> {
    return new Promise((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(port, address, () => {
        this.server.off('error', reject);
        resolve(this.server.address() as AddressInfo);
      });
    });
  }

  close(): Promise<void> {
    for (const socket of this.arriving.values()) socket.destroy();
    return new Promise((resolve) => {
      this.server.close(() => resolve());
    });
  }
}

/** The same for a connection and for what TLS made of it. */
function nameOf({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress} ${remotePort}`;
}

/** Looks at the first byte and puts it back. A connection that says nothing is ended. */
function firstByte(socket: Socket, then: (byte: number) => void): void {
  socket.setTimeout(HANDSHAKE_MS, () => socket.destroy());
  const look = () => {
    const bytes = socket.read() as Buffer | null;
    if (bytes === null) return;
    socket.off('readable', look);
    socket.setTimeout(0);
    socket.removeAllListeners('timeout');
    socket.unshift(bytes);
    then(bytes[0] ?? 0);
  };
  socket.on('readable', look);
}
