import { createServer, type Server } from 'node:http';
import type { Config } from '../config/config.ts';
import { trackConnections } from './connection-tracker.ts';
import { isHostAllowed } from './host-guard.ts';
import type { GuardedSockets } from './limits/guarded-sockets.ts';
import { listenError } from './listen-error.ts';
import { createPort } from './tls/secure-port.ts';
import type { TransportSecurity } from './tls/transport-security.ts';

/** The port that speaks WebSocket alone. */
export interface WebSocketPort {
  /** For the WebSocket gateway to take upgrades from. */
  readonly server: Server;
  /** May be called again after `close`. @returns the port @throws ConfigError when it cannot be had */
  listen(): Promise<number>;
  /** Ends what is no WebSocket; without effect when it is not open. */
  close(): void;
}

export function createWebSocketPort(
  config: Config,
  security: TransportSecurity,
  sockets: GuardedSockets,
): WebSocketPort {
  const server = createServer((_request, response) => {
    response.writeHead(426, { 'Content-Type': 'text/plain; charset=utf-8', Connection: 'close', Upgrade: 'websocket' });
    response.end(`This port speaks WebSocket only. The console and REST are on port ${config.PORT}.\n`);
  });
  const connections = trackConnections(server);
  const port = createPort({ http: server, security, sockets, isOwnHost: (host) => isHostAllowed(host, config) });
  return {
    server,
    async listen() {
      try {
        return (await port.listen(config.WS_PORT, config.BIND_ADDRESS)).port;
      } catch (error) {
        throw listenError(error, 'WS_PORT', config);
      }
    },
    close() {
      void port.close();
      connections.destroyAll();
    },
  };
}
