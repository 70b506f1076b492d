import type { Page, WebSocketRoute } from 'playwright-core';
import { type ServerMessage, serverMessageSchema } from '../../src-shared/server-message.ts';

/** Stands between a page and the real server, and has live updates come late, old, empty or not at all. */
export class PlayedFeed {
  readonly #sockets = new Set<WebSocketRoute>();
  #held: { readonly to: WebSocketRoute; readonly message: ServerMessage }[] | null = null;
  #ageMs: number | null = null;
  #away = false;
  #failing: RegExp | null = null;

  /** Call before the page is opened. */
  static async around(page: Page): Promise<PlayedFeed> {
    const feed = new PlayedFeed();
    await page.routeWebSocket(/\/ws$/, (socket) => feed.#join(socket));
    await page.route(
      (url) => url.pathname.startsWith('/api/'),
      (route) => {
        const { pathname } = new URL(route.request().url());
        return feed.#away || feed.#failing?.test(pathname) ? route.abort('connectionrefused') : route.fallback();
      },
    );
    return feed;
  }

  /** The picture is announced and does not come. */
  hold(): void {
    this.#held = [];
  }

  /** What was held back comes, without an order. */
  releaseEmpty(): void {
    const held = this.#held ?? [];
    this.#held = null;
    for (const { to, message } of held) if (message.type !== 'snapshot-chunk') to.send(JSON.stringify(message));
  }

  /** From now on the server has read nothing for so long. `null`: as it really is, with what it says next. */
  growOld(ageMs: number | null): void {
    this.#ageMs = ageMs;
    for (const socket of this.#sockets) socket.send(JSON.stringify({ type: 'heartbeat', dataAgeMs: ageMs ?? 0 }));
  }

  /** Calls to these paths find nobody; `null`: all do. */
  fail(paths: RegExp | null): void {
    this.#failing = paths;
  }

  /** Connections break, and there is nobody for new ones. */
  async leave(): Promise<void> {
    this.#away = true;
    const sockets = [...this.#sockets];
    this.#sockets.clear();
    await Promise.all(sockets.map((socket) => socket.close({ code: 4000 })));
  }

  comeBack(): void {
    this.#away = false;
  }

  #join(socket: WebSocketRoute): void {
    if (this.#away) {
      void socket.close({ code: 4000 });
      return;
    }
    this.#sockets.add(socket);
    socket.connectToServer().onMessage((raw) => {
      const message = this.#aged(serverMessageSchema.parse(JSON.parse(raw.toString())));
      const isPicture = message.type === 'snapshot-chunk' || message.type === 'snapshot-end';
      if (this.#held !== null && (isPicture || this.#held.length > 0)) this.#held.push({ to: socket, message });
      else socket.send(JSON.stringify(message));
    });
  }

  #aged(message: ServerMessage): ServerMessage {
    if (this.#ageMs === null) return message;
    if (message.type === 'heartbeat') return { ...message, dataAgeMs: this.#ageMs };
    if (message.type === 'status') return { ...message, status: { ...message.status, dataAgeMs: this.#ageMs } };
    return message;
  }
}
