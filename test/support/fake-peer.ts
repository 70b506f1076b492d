import type { AddressInfo } from 'node:net';
import { createServer, type Socket } from 'node:net';

/** What listens on a port and is not the database server that somebody hoped for. */
export interface FakePeer {
  readonly port: number;
  close(): Promise<void>;
}

/** A peer that says this when somebody connects, and nothing else; an empty text: it says nothing at all. */
export function startFakePeer(greeting: Buffer | string): Promise<FakePeer> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    socket.resume();
    if (greeting.length > 0) socket.write(greeting);
  });
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
