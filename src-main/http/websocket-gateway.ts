import { type IncomingMessage, type Server, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { MAX_CLIENT_MESSAGE_BYTES, ORDERDECK_V1 } from '../../src-shared/protocol-version.ts';
import type { AuditLog } from '../auth/audit-log.ts';
import { authorize } from '../auth/authorize.ts';
import type { Principal } from '../auth/principal.ts';
import { AppError } from '../base/app-error.ts';
import type { Clock, Timer } from '../base/clock.ts';
import type { Service } from '../base/service.ts';
import type { Logger } from '../observability/logger.ts';
import type { Meters } from '../observability/meters.ts';
import type { SessionOpener } from '../session/session-opener.ts';
import type { AccessHookDeps } from './access-hook.ts';
import { type HostRules, hostOf, hostRefused, isHostAllowed, isOriginAllowed, originRefused } from './host-guard.ts';
import { addressKey } from './limits/address-key.ts';
import type { Limits } from './limits/limits.ts';
import { RateLimitedError } from './limits/rate-limits.ts';
import type { RateState } from './limits/rate-table.ts';
import { refusalFacts } from './refusal-facts.ts';
import { credentialsOf } from './request-credentials.ts';
import { WebSocketSocket } from './websocket-socket.ts';
import { chosenProtocol, tokenOfUpgrade } from './websocket-token.ts';
import { asksForWebSocket, serveWithoutUpgrade } from './without-upgrade.ts';

export interface GatewayDeps extends AccessHookDeps {
  readonly sessions: SessionOpener;
  readonly rules: HostRules;
  readonly limits: Limits;
  readonly audit: AuditLog;
  readonly problems: Meters['problems'];
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Below the 30 s after which many home routers forget an idle connection. */
const PING_MS = 25_000;
const PONG_MS = 8_000;

/**
 * Takes WebSocket upgrades from one or more HTTP servers: `orderdeck.v1` for those who ask for it, the base's four
 * messages for everybody else.
 */
export class WebSocketGateway implements Service {
  readonly name = 'websocket-gateway';
  private readonly server = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_CLIENT_MESSAGE_BYTES,
    perMessageDeflate: false,
    autoPong: false,
    handleProtocols: chosenProtocol,
  });
  private readonly connections = new Map<WebSocket, WebSocketSocket>();
  private readonly waitingForPong = new Map<WebSocket, Timer>();
  private pinger: Timer | null = null;
  private isOpen = false;
  private allClosed: () => void = () => undefined;

  constructor(private readonly deps: GatewayDeps) {}

  /** @param path the only path to serve; `null` serves every path */
  attach(http: Server, path: string | null): void {
    http.on('upgrade', (request, tcp, head) => {
      if (asksForWebSocket(request)) this.upgrade(request, tcp, head, path);
      else serveWithoutUpgrade(http, request, tcp, head);
    });
  }

  /** Until then newcomers are refused: the ports are not all open yet. */
  async start(): Promise<void> {
    this.isOpen = true;
    this.pinger = this.deps.clock.every(PING_MS, () => this.pingAll());
  }

  /** Refuses newcomers; open sessions are closed by the registry. */
  async stop(): Promise<void> {
    this.isOpen = false;
    this.pinger?.cancel();
    for (const timer of this.waitingForPong.values()) timer.cancel();
  }

  /** Resolves when the last connection has ended: each client has some time to read what it was sent. */
  async closed(): Promise<void> {
    if (this.connections.size === 0) return;
    await new Promise<void>((resolve) => {
      this.allClosed = resolve;
    });
  }

  private upgrade(request: IncomingMessage, tcp: Duplex, head: Buffer, path: string | null): void {
    tcp.on('error', (error) => this.deps.logger.debug({ error }, 'A connection broke'));
    const host = hostOf(request);
    const { origin } = request.headers;
    const asked = (request.url ?? '/').split('?')[0];
    if (!this.isOpen) refuse(tcp, '503 Service Unavailable', 'The server is restarting.');
    else if (path !== null && asked !== path) refuse(tcp, '404 Not Found', `WebSocket is served at ${path}.`);
    else if (!isHostAllowed(host, this.deps.rules)) this.refuse(request, tcp, hostRefused());
    else if (!isOriginAllowed(origin, host, this.deps.rules)) this.refuse(request, tcp, originRefused());
    else void this.admit(request, tcp, head);
  }

  private async admit(request: IncomingMessage, tcp: Duplex, head: Buffer): Promise<void> {
    try {
      const principal = await this.identify(request);
      if (!this.isOpen) refuse(tcp, '503 Service Unavailable', 'The server is restarting.');
      else
        this.server.handleUpgrade(request, tcp, head, (webSocket) => this.opened(webSocket, tcp, request, principal));
    } catch (error) {
      if (error instanceof AppError) this.refuse(request, tcp, error);
      else {
        this.deps.logger.error({ error }, 'A WebSocket failed for a reason that is a fault of the server');
        refuse(tcp, '500 Internal Server Error', 'Something went wrong on the server. Its log says more.');
      }
    }
  }

  private refuse({ socket }: IncomingMessage, tcp: Duplex, error: AppError): void {
    this.deps.problems.add(error.problem.code);
    const detail = refusalFacts(error, { path: '/ws' });
    if (detail !== null) {
      this.deps.audit.record({ kind: 'refused', actor: '?', address: socket.remoteAddress ?? 'unknown', detail });
    }
    refuseFor(tcp, error);
  }

  private async identify(request: IncomingMessage): Promise<Principal> {
    const { rates, sockets } = this.deps.limits;
    const address = addressKey(request.socket.remoteAddress ?? '');
    refuseTooMany(rates.byAddress(address));
    const credentials = credentialsOf(request, this.deps.cookies, tokenOfUpgrade(request));
    const byCookie = credentials.bearer === null && (credentials.session !== null || credentials.device !== null);
    // A browser says whose page it is; whoever has a browser's cookie and does not is none.
    if (byCookie && request.headers.origin === undefined) throw originRefused();
    const principal = await this.deps.access.identify(credentials);
    refuseTooMany(rates.byPrincipal(principal, address));
    authorize(principal, ['orders:read']);
    sockets.known(request.socket);
    return principal;
  }

  private opened(webSocket: WebSocket, tcp: Duplex, request: IncomingMessage, principal: Principal): void {
    const { remoteAddress = 'unknown', remotePort = 0 } = request.socket;
    const userAgent = request.headers['user-agent'] ?? null;
    const socket = new WebSocketSocket(webSocket, tcp, `${remoteAddress}:${remotePort}`, userAgent, this.deps.clock);
    const isV1 = webSocket.protocol === ORDERDECK_V1;
    const connection = isV1
      ? this.deps.sessions.openV1(socket, principal)
      : this.deps.sessions.openBase(socket, principal);
    webSocket.on('message', (data, isBinary) => connection.received(isBinary ? null : String(data)));
    this.connections.set(webSocket, socket);
    this.answerPings(webSocket, socket);
    webSocket.on('pong', () => this.ponged(webSocket));
    webSocket.on('close', () => {
      this.connections.delete(webSocket);
      if (this.connections.size === 0) this.allClosed();
      this.ponged(webSocket);
      connection.ended();
    });
    // `ws` closes by itself with the matching code (1009 too big, 1007 not UTF-8, 1002 broken framing).
    webSocket.on('error', (error) =>
      this.deps.logger.debug({ error, remote: socket.remote }, 'A client broke the WebSocket protocol'),
    );
  }

  // The newest ping, when there is room: one that pings and does not read the answers must not make them pile up.
  private answerPings(webSocket: WebSocket, socket: WebSocketSocket): void {
    let newest: Buffer | null = null;
    webSocket.on('ping', (data) => {
      const isAwaited = newest !== null;
      newest = data;
      if (isAwaited) return;
      socket.whenDrained(() => {
        webSocket.pong(newest);
        newest = null;
      });
    });
  }

  private pingAll(): void {
    for (const [webSocket, socket] of this.connections) {
      webSocket.ping();
      this.expectPong(webSocket, socket);
    }
  }

  // To a client that reads slowly the ping is on its way behind what it has not read, so reading that counts as well.
  private expectPong(webSocket: WebSocket, socket: WebSocketSocket): void {
    const { progress, bufferedBytes } = socket;
    const timer = this.deps.clock.after(PONG_MS, () => {
      if (bufferedBytes > 0 && socket.progress !== progress) this.expectPong(webSocket, socket);
      else webSocket.terminate();
    });
    this.waitingForPong.set(webSocket, timer);
  }

  private ponged(webSocket: WebSocket): void {
    this.waitingForPong.get(webSocket)?.cancel();
    this.waitingForPong.delete(webSocket);
  }
}

function refuseTooMany(state: RateState | null): void {
  if (state !== null && !state.isAllowed) throw new RateLimitedError(state);
}

function refuseFor(tcp: Duplex, error: AppError): void {
  const { status, detail } = error.problem;
  const retry = error instanceof RateLimitedError ? `Retry-After: ${error.retryAfter}\r\n` : '';
  refuse(tcp, `${status} ${STATUS_CODES[status]}`, detail, retry);
}

function refuse(tcp: Duplex, status: string, detail: string, headers = ''): void {
  const body = `${detail}\n`;
  // The other end may leave its half open for ever.
  tcp.once('finish', () => tcp.destroy());
  tcp.end(
    `HTTP/1.1 ${status}\r\nConnection: close\r\n${headers}Content-Type: text/plain; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}
