import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A program that is sent messages, as a chat or a pager would be. */
export class WebhookReceiver {
  readonly received: Received[] = [];
  /** What it answers from now on. */
  status = 204;

  private constructor(private readonly server: Server) {
    server.on('request', (request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        this.received.push({ headers: request.headers, body: Buffer.concat(parts).toString() });
        response.writeHead(this.status).end('whatever it says');
      });
    });
  }

  static async start(): Promise<WebhookReceiver> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new WebhookReceiver(server);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/hook/in-the-path`;
  }

  /** The messages as they were meant, in the sequence in which they came. */
  get messages(): readonly { readonly type: string; readonly data: Record<string, unknown> }[] {
    return this.received.map(({ body }) => JSON.parse(body));
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
