import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** Which connections are busy, so that a server can stop at once where nothing is under way (Node 16 cannot tell). */
export interface ConnectionTracker {
  /** Ends connections without a request under way; the others end after their answer. */
  closeIdle(): void;
  destroyAll(): void;
}

export function trackConnections(server: Server): ConnectionTracker {
  const requests = new Map<Socket, number>();
  let closing = false;

  server.on('connection', (socket) => {
    requests.set(socket, 0);
    socket.once('close', () => requests.delete(socket));
  });
  // Whoever took the upgrade says goodbye in its own protocol and closes it.
  server.on('upgrade', (_request, socket: Socket) => requests.delete(socket));
  server.on('request', ({ socket }, response) => {
    requests.set(socket, (requests.get(socket) ?? 0) + 1);
    response.once('close', () => {
      const left = (requests.get(socket) ?? 1) - 1;
      if (requests.has(socket)) requests.set(socket, left);
      if (closing && left === 0) socket.end();
    });
  });

  return {
    closeIdle() {
      closing = true;
      for (const [socket, count] of requests) if (count === 0) socket.destroy();
    },
    destroyAll() {
      for (const socket of requests.keys()) socket.destroy();
    },
  };
}
