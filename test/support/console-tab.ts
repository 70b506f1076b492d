import type { Browser, BrowserContext, Page } from 'playwright-core';
import { type ServerMessage, serverMessageSchema } from '../../src-shared/server-message.ts';
import { ConsolePage } from './console-page.ts';

export interface TabOptions {
  readonly colorScheme?: 'light' | 'dark';
  readonly width?: number;
  readonly height?: number;
  /** Done to the page before the console is loaded. */
  readonly prepare?: (page: Page) => Promise<void>;
}

/** The console in a browser tab, and what went over its socket. */
export class ConsoleTab extends ConsolePage {
  /** What the server said, over all connections of this tab. */
  readonly received: ServerMessage[] = [];
  readonly #context: BrowserContext;

  private constructor(context: BrowserContext, page: Page) {
    super(page);
    this.#context = context;
    page.on('websocket', (socket) => {
      socket.on('framereceived', ({ payload }) => {
        this.received.push(serverMessageSchema.parse(JSON.parse(payload.toString())));
      });
    });
  }

  /** Opens the console and waits until it is live. */
  static async open(browser: Browser, url: string, options: TabOptions = {}): Promise<ConsoleTab> {
    const context = await browser.newContext({
      viewport: { width: options.width ?? 1440, height: options.height ?? 900 },
      colorScheme: options.colorScheme ?? 'light',
      timezoneId: 'UTC',
      locale: 'en-GB',
    });
    // Somebody who was here before: nothing is offered that only the first start offers.
    await context.addInitScript(() => {
      const key = 'orderdeck.preferences';
      if (localStorage.getItem(key) === null) localStorage.setItem(key, '{"tourAnswered":true}');
    });
    const tab = new ConsoleTab(context, await context.newPage());
    await options.prepare?.(tab.page);
    await tab.page.goto(url);
    await tab.isState('live');
    return tab;
  }

  /** Each welcome's answer to whether the missing changes followed. */
  get recovered(): boolean[] {
    return this.received.flatMap((message) => (message.type === 'welcome' ? [message.recovered] : []));
  }

  async close(): Promise<void> {
    await this.#context.close();
  }
}
