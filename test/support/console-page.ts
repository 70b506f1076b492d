import type { Locator, Page } from 'playwright-core';
import { eventually } from './eventually.ts';

/** The console as a person has it before them: in a browser's tab or in the desktop's window. */
export class ConsolePage {
  readonly page: Page;
  /** Errors of the page itself and refusals by its security headers. */
  readonly complaints: string[] = [];
  /** How often the page was loaded since this looks at it. */
  loads = 0;

  constructor(page: Page) {
    this.page = page;
    page.on('load', () => {
      this.loads++;
    });
    page.on('pageerror', (error) => this.complaints.push(error.message));
    page.on('console', (message) => {
      if (/Content Security Policy|Refused to/.test(message.text())) this.complaints.push(message.text());
    });
  }

  /** Waits until the connection pill says so. */
  async isState(state: string, withinMs = 60_000): Promise<void> {
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
    await this.cell(id, column).getByText(text, { exact: true }).waitFor();
  }

  /** Waits until the grid does not show the order. */
  async showsNot(id: number): Promise<void> {
    await this.page.locator(`.orders-grid [row-id="${id}"]`).first().waitFor({ state: 'detached' });
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
}
