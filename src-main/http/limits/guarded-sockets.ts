import type { IncomingHttpHeaders, Server } from 'node:http';
import type { Socket } from 'node:net';
import { addressKey } from './address-key.ts';
import type { ConnectionGuard, GuardedConnection } from './connection-guard.ts';

/** What a connection and what TLS made of it have in common. */
type Ends = Pick<Socket, 'remoteAddress' | 'remotePort' | 'localPort'>;

/** Tells the guard of connections what becomes of each, on the connection itself and on the HTTP server that reads it. */
export class GuardedSockets {
  /** Connections the HTTP server does not know yet. */
  private readonly opening = new Map<string, { readonly raw: Socket; readonly connection: GuardedConnection }>();
  private readonly connections = new WeakMap<object, GuardedConnection>();

  constructor(private readonly guard: ConnectionGuard) {}

  /** Whether there is room for it; without, it is ended. */
  admit(raw: Socket): boolean {
    const { remoteAddress } = raw;
    // It has gone already.
    const connection =
      remoteAddress === undefined ? null : this.guard.admit(addressKey(remoteAddress), () => raw.destroy());
    if (connection === null) {
      raw.destroy();
      return false;
    }
    const name = nameOf(raw);
    this.opening.set(name, { raw, connection });
    raw.once('close', () => {
      if (this.opening.get(name)?.raw === raw) this.opening.delete(name);
      connection.left();
    });
    return true;
  }

  /** @param socket a connection that was admitted, or what TLS made of it */
  handedOver(socket: Socket): void {
    const name = nameOf(socket);
    const found = this.opening.get(name);
    if (found === undefined) return;
    this.opening.delete(name);
    this.connections.set(socket, found.connection);
  }

  /** Follows the requests of a server that reads such connections. */
  follow(http: Server): void {
    const underWay = new WeakMap<object, number>();
    http.on('request', (request, response) => {
      const { socket } = request;
      const connection = this.connections.get(socket);
      if (connection === undefined) return;
      underWay.set(socket, (underWay.get(socket) ?? 0) + 1);
      connection.asked();
      if (hasBody(request.headers)) request.once('end', () => connection.heard());
      else connection.heard();
      response.once('close', () => {
        const left = (underWay.get(socket) ?? 1) - 1;
        underWay.set(socket, left);
        if (left === 0) connection.answered();
      });
    });
    http.on('upgrade', ({ socket }) => this.connections.get(socket)?.heard());
  }

  /** It is somebody's who may be here. @param socket of a request */
  known(socket: object): void {
    this.connections.get(socket)?.known();
  }

  /** Ends those the HTTP server does not know of. */
  endOpening(): void {
    for (const { raw } of this.opening.values()) raw.destroy();
  }
}

// Nobody reads a request without one, so its end is not told.
function hasBody(headers: IncomingHttpHeaders): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

function nameOf({ remoteAddress, remotePort, localPort }: Ends): string {
  return `${remoteAddress} ${remotePort} ${localPort}`;
}
