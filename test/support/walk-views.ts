import type { Page } from 'playwright-core';
import { atRest } from './look-at.ts';

/** Every view, each with what is there only once it is drawn. */
export const VIEWS: Readonly<Record<string, string>> = {
  orders: '.orders-grid [row-id]',
  'orders/1': 'aside form',
  board: 'main [data-card]',
  'board/1': 'aside form',
  scan: '[data-testid="scan-news"]',
  activity: '[data-change]',
  wallboard: 'ol li',
  monitor: '.uplot',
  settings: 'main section select',
};

/** The page of an order that is gone shows its life alone. */
export const LIFE_OF_A_DELETED_ORDER = 'aside ol li';

/** Shows a view, and waits until it stands still. @param drawn what is there once it is drawn */
export async function goTo(page: Page, view: string, drawn = VIEWS[view] ?? 'main'): Promise<void> {
  await page.evaluate((hash) => window.location.assign(hash), `#/${view}`);
  await page.locator(drawn).first().waitFor({ state: 'attached' });
  await atRest(page);
}
