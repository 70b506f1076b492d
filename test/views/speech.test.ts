import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { ConsoleTab } from '../support/console-tab.ts';
import { eventually } from '../support/eventually.ts';
import { atRest } from '../support/look-at.ts';
import { threeOrders } from '../support/three-orders.ts';
import { goTo } from '../support/walk-views.ts';

const rig = threeOrders();
const CHANGES = 1_000;
/** Those in which changes are seen, each in its own way. */
const WITH_CHANGES = ['orders', 'orders/1', 'board', 'activity', 'monitor'];

interface Listening {
  heard: string[];
}

/** Writes down what a screen reader would be given to say from now on. */
async function listen(page: Page): Promise<void> {
  await page.evaluate(() => {
    const own = window as unknown as Partial<Listening>;
    const listensAlready = own.heard !== undefined;
    const said: string[] = own.heard ?? [];
    own.heard = said;
    said.length = 0;
    if (listensAlready) return;
    const live = '[aria-live]:not([aria-live="off"]), [role="status"], [role="alert"], [role="log"], output';
    new MutationObserver((records) => {
      for (const { target, addedNodes } of records) {
        const changed = target instanceof Element ? target : target.parentElement;
        const added = [...addedNodes].flatMap((node) => (node instanceof Element ? [node] : []));
        // What is read out is a live region that changes, or an alert that comes.
        const spoken = [
          changed?.closest(live) ?? null,
          ...added.map((node) => (node.matches('[role="alert"]') ? node : node.querySelector('[role="alert"]'))),
        ];
        for (const one of spoken) if (one !== null && one.textContent !== '') said.push(one.textContent ?? '');
      }
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
}

async function heard(page: Page): Promise<string[]> {
  return page.evaluate(() => (window as unknown as Listening).heard);
}

describe('what a screen reader is told', () => {
  it('[LOOK-12] is nothing while a thousand changes of others come in a second, and own results and losses at once', async () => {
    const others = Array.from({ length: CHANGES }, (_, index) => `('Elm', 'Desk ${index}', 'delivered')`);
    await rig.database.query(`INSERT INTO orders (customer_name, product_name, status) VALUES ${others.join(',')}`);
    const tab = await ConsoleTab.open(rig.browser, `${rig.server.url}/`);
    const { page } = tab;
    for (const view of WITH_CHANGES) {
      await goTo(page, view);
      await listen(page);
      await rig.database.query(
        "UPDATE orders SET product_name = CONCAT(product_name, '.') WHERE customer_name = 'Elm'",
      );
      const last = `${view} last`;
      await rig.database.query('UPDATE orders SET product_name = ? WHERE id = 3', [last]);
      await eventually('all changes have arrived', () =>
        tab.received.some((message) => message.type === 'changes' && JSON.stringify(message).includes(last)),
      );
      await atRest(page);
      expect(await heard(page), view).toEqual([]);
    }
    await goTo(page, 'orders');
    await listen(page);
    await page.getByLabel('Search orders').fill('ada');
    await eventually('what was looked for is told', async () => (await heard(page)).some((line) => /^1 of/.test(line)));
    await tab.cell(1, 'id').focus();
    await page.keyboard.press('d');
    await page.getByRole('dialog', { name: /^Deliver/ }).waitFor();
    await page.keyboard.press('Enter');
    await eventually('the own change is told', async () => (await heard(page)).some((line) => /delivered/i.test(line)));
    await rig.server.kill();
    await eventually('the loss is told', async () =>
      (await heard(page)).some((line) => line.startsWith('The connection is lost')),
    );
    const told = await heard(page);
    expect(told.filter((line) => line.startsWith('The connection is lost'))).toHaveLength(1);
    expect(tab.complaints).toEqual([]);
    await tab.close();
  });
});
