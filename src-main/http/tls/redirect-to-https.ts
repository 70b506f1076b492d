import { createServer, type Server } from 'node:http';

const HEADERS = { 'Content-Type': 'text/plain; charset=utf-8', Connection: 'close', 'Cache-Control': 'no-store' };
const MAX_HEADER_BYTES = 8_192;
const TIMEOUT_MS = 5_000;

/**
 * For those who came with plain HTTP to a port of HTTPS. Pages are sent to the right address, not for ever, since TLS
 * may be switched off again. What carries data is refused: it would be sent in the clear each time, and nobody noticed.
 */
export function redirectToHttps(isOwnHost: (host: string | undefined) => boolean): Server {
  const server = createServer({ maxHeaderSize: MAX_HEADER_BYTES }, (request, response) => {
    const { method, url = '/', headers } = request;
    const isPage = (method === 'GET' || method === 'HEAD') && url.startsWith('/') && isOwnHost(headers.host);
    if (isPage) response.writeHead(307, { ...HEADERS, Location: `https://${headers.host}${url}` });
    else response.writeHead(426, { ...HEADERS, Upgrade: 'TLS/1.2, HTTP/1.1' });
    response.end('This port speaks HTTPS and WSS only.\n');
  });
  server.on('connection', (socket) => socket.setTimeout(TIMEOUT_MS, () => socket.destroy()));
  server.on('upgrade', (_request, socket) => {
    socket.on('error', () => socket.destroy());
    socket.end(
      'HTTP/1.1 426 Upgrade Required\r\nUpgrade: TLS/1.2, HTTP/1.1\r\nConnection: close\r\nContent-Length: 0\r\n\r\n',
    );
  });
  return server;
}
