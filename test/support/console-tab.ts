import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { type ServerMessage, serverMessageSchema } from '../../src-shared/server-message.ts';
import { eventually } from './eventually.ts';

export interface TabOptions {
  readonly colorScheme?: 'light' | 'dark';
  readonly width?: number;
  readonly height?: number;
}

/** The console in a browser tab, as a person has it before them, and what went over its socket. */
export class ConsoleTab {
  readonly page: Page;
  /** What the server said, over all connections of this tab. */
  readonly received: ServerMessage[] = [];
  /** Errors of the page itself and refusals by its security headers. */
  readonly complaints: string[] = [];
  /** How often the page was loaded: more than once means that somebody or something reloaded it. */
  loads = 0;
  readonly #context: BrowserContext;

  private constructor(context: BrowserContext, page: Page) {
    this.#context = context;
    this.page = page;
    page.on('load', () => {
      this.loads++;
    });
    page.on('pageerror', (error) => this.complaints.push(error.message));
    page.on('console', (message) => {
      if (/Content Security Policy|Refused to/.test(message.text())) this.complaints.push(message.text());
    });
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
    const tab = new ConsoleTab(context, await context.newPage());
    await tab.page.goto(url);
    await tab.isState('live');
    return tab;
  }

  /** Each welcome's answer to whether the missing changes followed. */
  get recovered(): boolean[] {
    return this.received.flatMap((message) => (message.type === 'welcome' ? [message.recovered] : []));
  }

  /** Waits until the connection pill says so. */
  async isState(state: string, withinMs = 20_000): Promise<void> {
    const pill = this.page.getByTestId('connection-pill');
    await eventually(
      `the pill says ${state}`,
      async () => {
        const now = await pill.getAttribute('data-state', { timeout: withinMs });
        if (now !== state) throw new Error(String(now));
        return true;
      },
      withinMs,
    );
  }

  /** One field of an order as it stands in the grid. */
  cell(id: number, column: string): Locator {
    return this.page.locator(`.orders-grid [row-id="${id}"] [col-id="${column}"]`);
  }

  /** Waits until the grid shows this text in the field. */
  async shows(id: number, column: string, text: string): Promise<void> {
    await this.cell(id, column).getByText(text, { exact: true }).waitFor({ timeout: 10_000 });
  }

  /** Waits until the grid does not show the order. */
  async showsNot(id: number): Promise<void> {
    await this.page.locator(`.orders-grid [row-id="${id}"]`).first().waitFor({ state: 'detached', timeout: 10_000 });
  }

  /** Opens the order beside the list. */
  async openOrder(id: number): Promise<Locator> {
    await this.cell(id, 'customer_name').click();
    const drawer = this.page.getByRole('complementary', { name: `Order ${id}` });
    await drawer.getByRole('button', { name: 'Save changes' }).waitFor();
    return drawer;
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  async close(): Promise<void> {
    await this.#context.close();
  }
}
