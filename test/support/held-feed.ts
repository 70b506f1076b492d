import type { Page } from 'playwright-core';

/** Stands between a tab and the server's socket: holds back what the server says until the test lets it through. */
export class HeldFeed {
  #holds = false;
  #waiting: (() => void)[] = [];
  /** All that reached the page. */
  readonly passed: string[] = [];

  /** To be done before the console is loaded. */
  readonly prepare = async (page: Page): Promise<void> => {
    await page.routeWebSocket(/\/ws$/, (socket) => {
      const server = socket.connectToServer();
      server.onMessage((message) => {
        const send = (): void => {
          this.passed.push(String(message));
          socket.send(message);
        };
        if (this.#holds) this.#waiting.push(send);
        else send();
      });
    });
  };

  hold(): void {
    this.#holds = true;
  }

  release(): void {
    this.#holds = false;
    for (const send of this.#waiting.splice(0)) send();
  }
}
