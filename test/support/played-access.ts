import type { Page, Route, WebSocketRoute } from 'playwright-core';
import { ERROR_CODES, type ErrorCode } from '../../src-shared/error-code.ts';
import { problemOf } from '../../src-shared/problem.ts';
import type { SessionInfo } from '../../src-shared/session-info.ts';

/** What a played call answers; `null`: 204. */
export type PlayedAnswer = object | null | { readonly refuse: ErrorCode; readonly retryAfter?: number };
type Handler = (body: unknown, path: string) => PlayedAnswer | Promise<PlayedAnswer>;

const SOMEBODY: SessionInfo = {
  mode: 'shared',
  principal: { kind: 'person', name: 'Ada', role: 'admin', sessionId: 's1' },
  device: null,
  quickSwitch: false,
  needsFirstAdmin: false,
  warnings: [],
};

/** Who may come in, played by the test; orders and live updates are the real server's. */
export class PlayedAccess {
  info: SessionInfo;
  /** Each call that was answered, as `POST /api/session`, with what it brought. */
  readonly calls: { readonly call: string; readonly body: unknown }[] = [];
  readonly #sockets = new Set<WebSocketRoute>();
  readonly #handlers = new Map<string, Handler>();

  private constructor(info: Partial<SessionInfo>) {
    this.info = { ...SOMEBODY, ...info };
  }

  /** Call before the page is opened. */
  static async around(page: Page, info: Partial<SessionInfo> = {}): Promise<PlayedAccess> {
    const access = new PlayedAccess(info);
    access.on('GET /api/session', () => access.info);
    await page.routeWebSocket(/\/ws$/, (socket) => {
      socket.connectToServer();
      access.#sockets.add(socket);
    });
    await page.route(
      (url) => /^\/api\/(session|people|devices|pairings|sessions|audit|first-admin)\b/.test(url.pathname),
      (route) => access.#answer(route),
    );
    return access;
  }

  /** @param call such as `POST /api/session`; the path without its query, a `*` at the end for any ending */
  on(call: string, handler: Handler): void {
    this.#handlers.set(call, handler);
  }

  /** Somebody is signed in from now on, or nobody; the page asks for it by itself. */
  becomes(principal: SessionInfo['principal']): void {
    this.info = { ...this.info, principal };
  }

  /** The right of whoever is signed in ends, and with it their open sockets. */
  async revoke(): Promise<void> {
    this.becomes(null);
    const sockets = [...this.#sockets];
    this.#sockets.clear();
    const { close, title } = ERROR_CODES.unauthenticated;
    await Promise.all(sockets.map((socket) => socket.close({ code: close, reason: title })));
  }

  /** Bodies of the calls of one kind, in their sequence. */
  bodies(call: string): unknown[] {
    return this.calls.flatMap((one) => (one.call === call ? [one.body] : []));
  }

  async #answer(route: Route): Promise<void> {
    const request = route.request();
    const { pathname } = new URL(request.url());
    const call = `${request.method()} ${pathname}`;
    const body: unknown = request.postData() === null ? null : request.postDataJSON();
    const handler = this.#handlers.get(call) ?? this.#handlers.get(call.replace(/[^/]+$/, '*'));
    this.calls.push({ call, body });
    const answer = handler === undefined ? { refuse: 'not-found' as const } : await handler(body, pathname);
    if (answer === null) return route.fulfill({ status: 204 });
    if ('refuse' in answer) {
      const headers = answer.retryAfter === undefined ? {} : { 'retry-after': String(answer.retryAfter) };
      const json = problemOf(answer.refuse, 'Refused by the test.');
      return route.fulfill({ status: ERROR_CODES[answer.refuse].status, json, headers });
    }
    return route.fulfill({ json: answer });
  }
}
