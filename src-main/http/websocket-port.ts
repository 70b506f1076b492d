import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Config } from '../config/config.ts';
import { trackConnections } from './connection-tracker.ts';
import { listenError } from './listen-error.ts';

/** The port that speaks WebSocket alone. */
export interface WebSocketPort {
  /** For the WebSocket gateway to take upgrades from. */
  readonly server: Server;
  /** May be called again after `close`. @returns the port @throws ConfigError when it cannot be had */
  listen(): Promise<number>;
  /** Ends what is no WebSocket; without effect when it is not open. */
  close(): void;
}

export function createWebSocketPort(config: Config): WebSocketPort {
  const server = createServer((_request, response) => {
    response.writeHead(426, { 'Content-Type': 'text/plain; charset=utf-8', Connection: 'close', Upgrade: 'websocket' });
    response.end(`This port speaks WebSocket only. The console and REST are on port ${config.PORT}.\n`);
  });
  const connections = trackConnections(server);
  return {
    server,
    listen: () =>
      new Promise((resolve, reject) => {
        const refused = (error: Error) => reject(listenError(error, 'WS_PORT', config));
        server.once('error', refused);
        server.listen(config.WS_PORT, config.BIND_ADDRESS, () => {
          server.off('error', refused);
          resolve((server.address() as AddressInfo).port);
        });
      }),
    close() {
      server.close();
      connections.destroyAll();
    },
  };
}
