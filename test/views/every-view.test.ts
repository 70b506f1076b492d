import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '../../scripts/lib/repository.mjs';
import { ConsoleTab } from '../support/console-tab.ts';
import { DesktopPeer } from '../support/desktop-peer.ts';
import { fillAccess, showDoorView } from '../support/door-views.ts';
import { ENGLISH_WORD } from '../support/english-words.ts';
import { atRest, readInEachTheme } from '../support/look-at.ts';
import { PlayedAccess } from '../support/played-access.ts';
import { AT_A_DESK, threeOrders } from '../support/three-orders.ts';
import { goTo, LIFE_OF_A_DELETED_ORDER, VIEWS } from '../support/walk-views.ts';

const PICTURES = join(ROOT, 'test-results/screenshots');
/** A television, a tablet held upright, a phone. */
const SCREENS = [
  [3840, 2160],
  [768, 1024],
  [390, 844],
] as const;
const EVERY_VIEW = { ...VIEWS, 'orders/9': LIFE_OF_A_DELETED_ORDER };

const rig = threeOrders();
beforeAll(async () => {
  // Deleted: its page shows its life alone.
  await rig.database.query("INSERT INTO orders (id, customer_name, product_name) VALUES (9, 'Elm Ltd', 'Lamp')");
  await rig.database.query('DELETE FROM orders WHERE id = 9');
});

/** Above the list of orders, with what opens each. */
const ABOVE: Readonly<Record<string, (tab: ConsoleTab) => Promise<void>>> = {
  Palette: ({ page }) => page.keyboard.press('Control+k'),
  Help: ({ page }) => page.keyboard.press('?'),
  'New order': ({ page }) => page.keyboard.press('n'),
  Import: async ({ page }) => {
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog').getByRole('textbox').fill('import');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: /Import/ }).waitFor();
  },
  Tour: async ({ page }) => {
    await page.keyboard.press('?');
    await page.getByRole('button', { name: 'Take the tour' }).click();
    await page.getByRole('dialog', { name: 'Tour' }).waitFor();
  },
};

/** What opens below a button, with the view where it stands. */
const MENUS = [
  ['orders', 'CSV: import and export'],
  ['orders', /^View$/],
  ['orders', /^Connection/],
  ['board', 'Move order 1'],
] as const;

describe('every view', () => {
  it('[LOOK-10] is read by axe in light, dark and high contrast without a finding, and so is what opens above', async () => {
    const tab = await ConsoleTab.open(rig.browser, `${rig.server.url}/`);
    const { page } = tab;
    const found: string[] = [];
    for (const [view, drawn] of Object.entries(EVERY_VIEW)) {
      await goTo(page, view, drawn);
      found.push(...(await readInEachTheme(page, view)));
    }
    await goTo(page, 'orders');
    for (const [name, open] of Object.entries(ABOVE)) {
      await open(tab);
      const dialog = page.getByRole('dialog').first();
      await dialog.waitFor();
      found.push(...(await readInEachTheme(page, name)));
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
    }
    for (const [view, name] of MENUS) {
      await goTo(page, view);
      await page.getByRole('button', { name }).click();
      const dropdown = page.locator('.mantine-Menu-dropdown, .mantine-Popover-dropdown');
      await dropdown.waitFor();
      found.push(...(await readInEachTheme(page, String(name))));
      await page.keyboard.press('Escape');
      await dropdown.waitFor({ state: 'detached' });
    }
    expect(found).toEqual([]);
    expect(tab.complaints).toEqual([]);
    await tab.close();
  });

  it('[LOOK-13] of the desktop program is read the same way: every section of the settings, and the first start', async () => {
    const found: string[] = [];
    for (const setup of ['done', 'needed'] as const) {
      const context = await rig.browser.newContext(AT_A_DESK);
      const page = await context.newPage();
      await DesktopPeer.around(page, { setup });
      await page.goto(`${rig.server.url}/#/settings`);
      if (setup === 'done') {
        await page.getByRole('region', { name: 'About' }).waitFor();
        found.push(...(await readInEachTheme(page, 'settings of the program')));
      } else {
        await page.getByRole('heading', { name: 'Where are your orders?' }).waitFor();
        found.push(...(await readInEachTheme(page, 'first start')));
        await page.getByRole('button', { name: 'Use a MySQL server' }).click();
        await page.getByLabel('Host').waitFor();
        found.push(...(await readInEachTheme(page, 'form of the first start')));
      }
      await context.close();
    }
    expect(found).toEqual([]);
  });

  it.each([
    ['the door', ['sign-in', 'bench', 'bench-pin', 'first-admin-missing', 'first-admin', 'join', 'pair', 'unsafe']],
    ['access', ['audit', 'join-device', 'add-person', 'scan-viewer']],
  ] as const)(
    '[LOOK-14] of %s is read the same way, and stays inside a wall, a tablet and a phone',
    async (_of, names) => {
      const context = await rig.browser.newContext(AT_A_DESK);
      await context.addInitScript(() => localStorage.setItem('orderdeck.preferences', '{"tourAnswered":true}'));
      const page = await context.newPage();
      const access = await PlayedAccess.around(page);
      fillAccess(access);
      const found: string[] = [];
      for (const name of names) {
        await showDoorView(page, access, rig.server.url, name);
        found.push(...(await readInEachTheme(page, name)));
        for (const [width, height] of SCREENS) {
          await page.setViewportSize({ width, height });
          await atRest(page);
          found.push(...(await misplaced(page)).map((line) => `${name} at ${width}: ${line}`));
        }
        await page.setViewportSize({ width: 1440, height: 900 });
      }
      expect(found).toEqual([]);
      await context.close();
    },
  );

  it('[LOOK-11] stays inside the screen on a wall, a tablet held upright and a phone', async () => {
    mkdirSync(PICTURES, { recursive: true });
    const tab = await ConsoleTab.open(rig.browser, `${rig.server.url}/`);
    const { page } = tab;
    const wrong: string[] = [];
    for (const [width, height] of SCREENS) {
      await page.setViewportSize({ width, height });
      for (const [view, drawn] of Object.entries(EVERY_VIEW)) {
        await goTo(page, view, drawn);
        wrong.push(...(await misplaced(page)).map((line) => `${view} at ${width}: ${line}`));
        if (width < 3840) {
          await page.screenshot({ path: join(PICTURES, `frame-${view.replace('/', '-')}-${width}.png`) });
        }
      }
    }
    expect(wrong).toEqual([]);
    await goTo(page, 'orders');
    await tab.button('More').click();
    await page.getByRole('menuitem', { name: 'Monitor' }).click();
    await page.getByRole('heading', { name: 'Monitor', level: 1 }).waitFor({ state: 'attached' });
    await tab.close();
  });
});

describe('in German', () => {
  it('[LANG-9] no view, nor what opens above the list, says an English word, to the eye or to a screen reader', async () => {
    const context = await rig.browser.newContext({ ...AT_A_DESK, locale: 'de-DE' });
    const page = await context.newPage();
    await page.goto(`${rig.server.url}/`);
    await page.locator('html[lang="de"]').waitFor();
    const found = new Set<string>();
    const listen = async (place: string): Promise<void> => {
      for (const said of await everythingSaid(page)) if (ENGLISH_WORD.test(said)) found.add(`${place}: ${said}`);
    };
    for (const [view, drawn] of Object.entries(EVERY_VIEW)) {
      await goTo(page, view, drawn);
      await listen(view);
    }
    await goTo(page, 'orders');
    for (const key of ['Control+k', '?', 'n', 's', 'Delete']) {
      await page.locator('.orders-grid [row-id="1"] [col-id="id"]').focus();
      await page.keyboard.press(key);
      const dialog = page.getByRole('dialog').first();
      await dialog.waitFor();
      await listen(key);
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
    }
    expect([...found]).toEqual([]);
    await context.close();
  });
});

/** Every text of the page, seen or not, and what its parts are called. */
async function everythingSaid(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const said = new Set<string>();
    for (const element of document.body.querySelectorAll('*')) {
      if (element.closest('script, style, noscript, [translate="no"]') !== null) continue;
      for (const name of ['aria-label', 'aria-description', 'aria-roledescription', 'title', 'placeholder', 'alt']) {
        said.add(element.getAttribute(name) ?? '');
      }
      for (const node of element.childNodes) if (node instanceof Text) said.add(node.data.trim());
    }
    return [...said];
  });
}

/** What sticks out of the screen, words that are cut without a sign of it, bars whose parts stand on each other. */
async function misplaced(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const wrong: string[] = [];
    const over = document.documentElement.scrollWidth - window.innerWidth;
    if (over > 0) wrong.push(`${over} px too wide`);
    const name = (element: Element | undefined): string => element?.outerHTML.slice(0, 90) ?? '';
    for (const element of document.querySelectorAll('#root p, #root h1, #root h2, #root button, #root header span')) {
      if (!(element instanceof HTMLElement) || element.closest('.spoken') !== null) continue;
      const { overflowX, textOverflow } = getComputedStyle(element);
      const isCut = overflowX === 'visible' && element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0;
      const box = element.getBoundingClientRect();
      const parent = element.parentElement?.getBoundingClientRect();
      if (isCut && textOverflow !== 'ellipsis' && getComputedStyle(element).display !== 'inline') {
        const range = document.createRange();
        range.selectNodeContents(element);
        const { right } = range.getBoundingClientRect();
        if (right > (parent?.right ?? box.right) + 1)
          wrong.push(`${Math.round(right - box.right)} px cut: ${name(element)}`);
      }
    }
    for (const button of document.querySelectorAll('main fieldset button')) {
      const [box, row] = [button.getBoundingClientRect(), button.parentElement?.getBoundingClientRect()];
      if (row !== undefined && box.width > 0 && (box.right > row.right + 1 || box.right > window.innerWidth)) {
        wrong.push(`${Math.round(box.right - row.right)} px cut: ${name(button)}`);
      }
    }
    for (const bar of document.querySelectorAll('header, main > * > * > *')) {
      const parts = [...bar.children].filter((part) => {
        const { width, height, bottom } = part.getBoundingClientRect();
        return width > 2 && height > 2 && bottom < 110 && getComputedStyle(part).position === 'static';
      });
      parts.slice(1).forEach((part, index) => {
        const [a, b] = [parts[index]?.getBoundingClientRect(), part.getBoundingClientRect()];
        const isOver = a !== undefined && a.right > b.left + 1 && a.bottom > b.top + 1 && a.top < b.bottom - 1;
        if (isOver && a.left < b.right) wrong.push(`${name(parts[index])} under its neighbour`);
      });
    }
    return wrong;
  });
}
