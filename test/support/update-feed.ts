import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A feed of new versions on this machine, as a web server with a few files is one. */
export class UpdateFeed {
  /** Paths that were asked for, oldest first. */
  readonly asked: string[] = [];
  private readonly answers = new Map<string, Answer>();

  private constructor(private readonly server: Server) {
    server.on('request', (request, response) => {
      const path = new URL(request.url ?? '/', 'http://feed').pathname;
      this.asked.push(path);
      const answer = this.answers.get(path);
      if (answer === undefined) response.writeHead(404).end('Not found');
      else answer(request, response);
    });
  }

  static async start(): Promise<UpdateFeed> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new UpdateFeed(server);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/`;
  }

  answer(path: string, answer: Answer): void {
    this.answers.set(path, answer);
  }

  /** Puts this text in the place of the list of versions. */
  say(text: string): void {
    this.answer('/latest-linux.yml', (_request, response) => response.end(text));
  }

  /**
   * Announces a version with its file.
   *
   * @param changes to what is announced, for example a checksum of something else
   */
  publish(version: string, content: Buffer, changes: { readonly sha512?: string; readonly notes?: string } = {}): void {
    const name = `Orderdeck-${version}.AppImage`;
    const file = {
      url: name,
      sha512: changes.sha512 ?? createHash('sha512').update(content).digest('base64'),
      size: content.length,
    };
    const list = { version, files: [file], path: name, sha512: file.sha512, releaseNotes: changes.notes };
    // JSON is YAML as well.
    this.say(JSON.stringify({ ...list, releaseDate: '2026-01-01T00:00:00.000Z' }));
    this.answer(`/${name}`, (_request, response) => {
      response.writeHead(200, { 'Content-Length': content.length }).end(content);
    });
  }

  /** How often this path was asked for. */
  count(path: string): number {
    return this.asked.filter((asked) => asked === path).length;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
