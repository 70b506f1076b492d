import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';

const UPGRADE_HEADERS: readonly string[] = ['upgrade', 'connection', 'http2-settings'];

export function asksForWebSocket(request: IncomingMessage): boolean {
  return request.headers.upgrade?.toLowerCase() === 'websocket';
}

/**
 * Answers a request as if it had not offered another protocol. Some clients (Java's, curl --http2) offer HTTP/2 with
 * their first request and take HTTP/1.1 when nobody accepts; but Node hands every offer over, and with it a connection
 * that is no longer parsed. So the request is put back in front of it, without the offer.
 */
export function serveWithoutUpgrade(server: Server, request: IncomingMessage, tcp: Duplex, head: Buffer): void {
  const { rawHeaders } = request;
  const lines = [`${request.method} ${request.url} HTTP/${request.httpVersion}`];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    if (!UPGRADE_HEADERS.includes(name.toLowerCase())) lines.push(`${name}: ${rawHeaders[index + 1]}`);
  }
  tcp.unshift(Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), head]));
  server.emit('connection', tcp);
}
