import type { AddressInfo } from 'node:net';
import { connect, createServer, type Socket } from 'node:net';

/** What listens on a port and is not the database server that somebody hoped for. */
export interface FakePeer {
  readonly port: number;
  close(): Promise<void>;
}

/** A peer that says this when somebody connects, and nothing else; an empty text: it says nothing at all. */
export function startFakePeer(greeting: Buffer | string): Promise<FakePeer> {
  return listen((socket) => {
    socket.resume();
    if (greeting.length > 0) socket.write(greeting);
  });
}

interface GatewayOptions {
  /** The server's version to another of the same length, with which it greets. */
  readonly rename?: (version: string) => string;
  /** A statement that holds this never reaches the server, and so has no answer. */
  readonly swallow?: string;
}

/** A gateway before a server at 127.0.0.1. */
export function startGateway(
  port: number,
  { rename = (version) => version, swallow }: GatewayOptions,
): Promise<FakePeer> {
  return listen((socket, keep) => {
    const behind = keep(connect({ host: '127.0.0.1', port }));
    behind.once('data', (greeting) => {
      const end = greeting.indexOf(0, VERSION_AT);
      greeting.write(rename(greeting.toString('latin1', VERSION_AT, end)), VERSION_AT, 'latin1');
      socket.write(greeting);
      behind.pipe(socket);
    });
    socket.on('data', (data) => {
      if (swallow === undefined || !data.includes(swallow)) behind.write(data);
    });
  });
}

/** After the header of the packet and the number of the protocol. */
const VERSION_AT = 5;

function listen(accept: (socket: Socket, keep: (other: Socket) => Socket) => void): Promise<FakePeer> {
  const sockets = new Set<Socket>();
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    return socket;
  };
  const server = createServer((socket) => accept(keep(socket), keep));
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      resolve({
        port: (server.address() as AddressInfo).port,
        close() {
          for (const socket of sockets) socket.destroy();
          return new Promise((closed) => server.close(() => closed()));
        },
      });
    });
  });
}

// Long password, found rows, long flag, connect with database, 4.1 protocol, transactions, 4.1 authentication.
const CAPABILITIES = 0x0001 | 0x0002 | 0x0004 | 0x0008 | 0x0200 | 0x2000 | 0x8000;

/** The first packet of a MySQL server of this version, without TLS. */
export function mysqlGreeting(version: string): Buffer {
  const payload = Buffer.concat([
    Buffer.from([10]),
    Buffer.from(`${version}\0`, 'latin1'),
    Buffer.from([1, 0, 0, 0]),
    Buffer.from('abcdefgh\0', 'latin1'),
    Buffer.from([CAPABILITIES & 0xff, CAPABILITIES >> 8, 33, 2, 0, 0, 0, 21]),
    Buffer.alloc(10),
    Buffer.from('ijklmnopqrst\0', 'latin1'),
  ]);
  return Buffer.concat([Buffer.from([payload.length, 0, 0, 0]), payload]);
}
