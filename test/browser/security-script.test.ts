import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { ConsoleTab } from '../support/console-tab.ts';
import { eventually } from '../support/eventually.ts';
import { SCRIPT_NAMES, ScriptWatch } from '../support/script-names.ts';
import { threeOrders } from '../support/three-orders.ts';
import { LIFE_OF_A_DELETED_ORDER, VIEWS } from '../support/walk-views.ts';

const EVERY_VIEW = { ...VIEWS, 'orders/90': LIFE_OF_A_DELETED_ORDER };
const rig = threeOrders();

describe('names that are script', () => {
  it('[SEC-70] are text in every view, and in whatever is made of them', async () => {
    await rig.database.query('INSERT INTO orders (id, customer_name, product_name) VALUES (90, ?, ?)', [
      SCRIPT_NAMES[0],
      SCRIPT_NAMES[1],
    ]);
    await rig.database.query('DELETE FROM orders WHERE id = 90');
    for (const [index, name] of SCRIPT_NAMES.entries()) {
      const id = index + 1;
      await rig.database.query('REPLACE INTO orders (id, customer_name, product_name) VALUES (?, ?, ?)', [
        id,
        name,
        SCRIPT_NAMES.at(-1 - index),
      ]);
      await rig.database.query("UPDATE orders SET status = 'shipped' WHERE id = ? AND id > 5", [id]);
    }
    let watch: ScriptWatch | null = null;
    const prepare = async (page: Page): Promise<void> => {
      watch = new ScriptWatch(page, rig.server.url);
      await page.addInitScript(() => {
        window.print = () => document.body.setAttribute('data-printed', 'yes');
      });
    };
    const tab = await ConsoleTab.open(rig.browser, `${rig.server.url}/`, { prepare });
    const { page } = tab;
    const isText = async (where: string): Promise<void> => {
      await watch?.isText(where);
      expect([where, tab.complaints]).toEqual([where, []]);
    };
    const shows = (text: string) => page.getByText(text).first().waitFor();

    for (const [view, drawn] of Object.entries(EVERY_VIEW)) {
      await page.evaluate((hash) => window.location.assign(hash), `#/${view}`);
      await page.locator(drawn).first().waitFor({ state: 'attached' });
      if (['orders', 'board', 'activity', 'wallboard'].includes(view)) await shows(SCRIPT_NAMES[0] ?? '');
      await isText(view);
    }

    await page.evaluate(() => window.location.assign('#/orders/1'));
    const drawer = page.getByRole('complementary', { name: 'Order 1' });
    await drawer.getByRole('button', { name: 'Print pick slip' }).click();
    await page.locator('body[data-printed]').waitFor({ state: 'attached' });
    expect(await page.locator('.pick-slip').textContent()).toContain(SCRIPT_NAMES[0]);
    await isText('pick slip');
    await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));

    await page.evaluate(() => window.location.assign('#/orders'));
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog').getByRole('textbox').fill('onerror');
    await page.getByRole('dialog').getByText('onerror').first().waitFor();
    await isText('palette');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });

    await page.getByRole('searchbox').fill(SCRIPT_NAMES[0] ?? '');
    await isText('search');
    await page.getByRole('searchbox').fill('');

    // Made here, so that it is told in a notice as well.
    await page.getByRole('banner').getByRole('button', { name: 'New order' }).click();
    const dialog = page.getByRole('dialog', { name: 'New order' });
    await dialog.getByLabel('Customer').fill(SCRIPT_NAMES[1] ?? '');
    await dialog.getByLabel('Product').fill(SCRIPT_NAMES[0] ?? '');
    await dialog.getByRole('button', { name: 'Create order' }).click();
    await dialog.waitFor({ state: 'detached' });
    await eventually(
      'it is stored',
      async () => (await rig.database.query('SELECT id FROM orders')).length === SCRIPT_NAMES.length + 1,
    );
    await isText('notice');

    const folder = mkdtempSync(join(tmpdir(), 'orderdeck-script-'));
    try {
      const path = join(folder, '<img src=x onerror=window.owned=1>.csv');
      const cell = (text: string) => `"${text.replace(/"/g, '""')}"`;
      const heading = '<img src=x onerror=window.owned=1>';
      writeFileSync(
        path,
        [`Customer,Product,${heading}`, ...SCRIPT_NAMES.map((name) => `${cell(name)},${cell(name)},x`), ',x'].join(
          '\n',
        ),
      );
      await tab.button('CSV: import and export').click();
      await page.getByRole('menuitem', { name: 'Import orders from a CSV file' }).click();
      const preview = page.getByRole('dialog', { name: 'Import orders' });
      await preview.getByTestId('import-file').setInputFiles(path);
      await preview
        .getByText(SCRIPT_NAMES[0] ?? '')
        .first()
        .waitFor();
      await isText('import');
    } finally {
      rmSync(folder, { recursive: true });
    }
    await tab.close();
  });
});
