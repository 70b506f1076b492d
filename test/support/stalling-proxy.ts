import type { AddressInfo } from 'node:net';
import { createConnection, createServer, type Socket } from 'node:net';

export interface StallingProxy {
  readonly port: number;
  /** From now on nothing passes in either direction, but connections stay open and new ones are accepted. */
  freeze(): void;
  thaw(): void;
  /** Cuts every connection that is open now. */
  cut(): void;
  close(): Promise<void>;
}

/** A TCP proxy that can freeze, as a stopped server or a network that swallows packets does. */
export async function startTcpProxy(host: string, port: number): Promise<StallingProxy> {
  const sockets = new Set<Socket>();
  let frozen = false;
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    if (frozen) socket.pause();
  };
  const server = createServer((client) => {
    const target = createConnection({ host, port });
    keep(client);
    keep(target);
    const forward = (from: Socket, to: Socket) => {
      from.on('data', (data) => to.write(data));
      from.on('close', () => to.destroy());
    };
    forward(client, target);
    forward(target, client);
    if (frozen) for (const socket of [client, target]) socket.pause();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    freeze() {
      frozen = true;
      for (const socket of sockets) socket.pause();
    },
    thaw() {
      frozen = false;
      for (const socket of sockets) socket.resume();
    },
    cut() {
      for (const socket of sockets) socket.destroy();
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
