import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import { afterEach, describe, expect, it } from 'vitest';
import type { SessionInfo } from '../../src-shared/session-info.ts';
import { ConsolePage } from '../support/console-page.ts';
import { eventually } from '../support/eventually.ts';
import { lookAt } from '../support/look-at.ts';
import { PlayedAccess } from '../support/played-access.ts';
import { AT_A_DESK, threeOrders } from '../support/three-orders.ts';
import { WedgeScanner } from '../support/wedge-scanner.ts';

const rig = threeOrders();
let page: Page;
let shown: ConsolePage;
let access: PlayedAccess;
let scanner: WedgeScanner;

const ADMIN = { kind: 'person', name: 'Ada', role: 'admin', sessionId: 's1' } as const;
const OPERATOR = { kind: 'person', name: 'Bo', role: 'operator', sessionId: 's2' } as const;
const BENCH = { kind: 'device', name: 'Bench 3', role: 'viewer', sessionId: 'd1' } as const;
const AT_BENCH: Partial<SessionInfo> = { device: { id: 3, name: 'Bench 3', role: 'viewer' }, quickSwitch: true };
const PEOPLE = [
  { id: 1, name: 'Ada', role: 'admin' },
  { id: 2, name: 'Bo', role: 'operator' },
];

async function open(info: Partial<SessionInfo>, hash = '', options: BrowserContextOptions = {}): Promise<void> {
  const context = await rig.browser.newContext({ ...AT_A_DESK, ...options });
  await context.addInitScript(() => localStorage.setItem('orderdeck.preferences', '{"tourAnswered":true}'));
  page = await context.newPage();
  shown = new ConsolePage(page);
  access = await PlayedAccess.around(page, info);
  access.on('GET /api/session/people', () => PEOPLE);
  scanner = await WedgeScanner.plugIn(page);
  await page.goto(`${rig.server.url}/${hash}`);
}
afterEach(async () => {
  expect(shown.complaints).toEqual([]);
  await page.context().close();
});

function title(name: string): Locator {
  return page.getByRole('heading', { name, level: 1, exact: true });
}

describe('the door', () => {
  it('[DOOR-1] is all there is to see until somebody has signed in by name and password', async () => {
    await open({ principal: null }, '#/board');
    await title('Sign in').waitFor();
    expect(await page.getByRole('navigation').count()).toBe(0);
    expect(await lookAt(page, 'door-sign-in')).toEqual([]);
    access.on('POST /api/session', () => ({ refuse: 'unauthenticated' }));
    await page.getByRole('textbox', { name: 'Name' }).fill('Bo');
    await page.getByLabel('Password', { exact: true }).fill('wrong wrong wrong');
    await page.keyboard.press('Enter');
    await page.getByText('Name or password is wrong. Nobody was signed in.').waitFor();
    access.on('POST /api/session', () => ({ refuse: 'rate-limited', retryAfter: 30 }));
    await shown.button('Sign in').click();
    await page.getByText('Try again in 30 s').waitFor();
    access.on('POST /api/session', () => {
      access.becomes(OPERATOR);
      return null;
    });
    await shown.button('Sign in').click();
    // Where one wanted to go.
    await title('Board').waitFor();
    await shown.isState('live');
    await page.getByRole('button', { name: 'Signed in: Bo, Operator' }).waitFor();
    expect(access.bodies('POST /api/session').at(-1)).toEqual({
      by: 'password',
      name: 'Bo',
      password: 'wrong wrong wrong',
    });
  });

  it('[DOOR-2] asks at a bench for a name and a PIN, by touch, mouse or keys', async () => {
    await open({ ...AT_BENCH, principal: null }, '', { hasTouch: true });
    await title('Who is here?').waitFor();
    expect(await lookAt(page, 'door-bench')).toEqual([]);
    await page.getByRole('button', { name: 'Bo' }).click();
    await title('PIN of Bo').waitFor();
    const pad = page.getByRole('group', { name: 'PIN pad' });
    for (const key of await pad.getByRole('button').all()) {
      const box = await key.boundingBox();
      expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(48);
    }
    access.on('POST /api/session', (body) => {
      if ((body as { pin: string }).pin !== '4711') return { refuse: 'unauthenticated' };
      access.becomes(OPERATOR);
      return null;
    });
    for (const digit of ['4', '7', '1', '2']) await pad.getByRole('button', { name: digit }).click();
    expect(await lookAt(page, 'door-pin')).toEqual([]);
    await pad.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('The PIN is wrong. Nobody was signed in.').waitFor();
    await page.getByText('0 digits entered').or(page.getByLabel('0 digits entered')).waitFor();
    for (const digit of '47112') await page.keyboard.press(digit, { delay: 60 });
    await page.keyboard.press('Backspace', { delay: 60 });
    await page.getByLabel('4 digits entered').waitFor();
    await page.keyboard.press('Enter', { delay: 60 });
    await page.getByRole('button', { name: 'Signed in: Bo, Operator' }).waitFor();
    expect(access.bodies('POST /api/session').at(-1)).toEqual({ by: 'pin', personId: 2, pin: '4711' });
  });

  it('[DOOR-3] opens at a bench for a badge that is scanned, wherever one is, and for no other code', async () => {
    await open({ ...AT_BENCH, principal: null });
    await title('Who is here?').waitFor();
    access.on('POST /api/session', (body) => {
      if ((body as { badge: string }).badge !== 'BADGE-0042-bo') return { refuse: 'unauthenticated' };
      access.becomes(OPERATOR);
      return null;
    });
    await scanner.scan('ORD-12');
    await page.getByText('This is not a badge.').waitFor();
    expect(access.bodies('POST /api/session')).toEqual([]);
    await scanner.scan('BADGE-0013-xy');
    await page.getByText('Nobody has this badge.').waitFor();
    await page.getByRole('button', { name: 'Ada' }).click();
    await title('PIN of Ada').waitFor();
    await scanner.scan('BADGE-0042-bo');
    await page.getByRole('button', { name: 'Signed in: Bo, Operator' }).waitFor();
  });
});

describe('who is signed in', () => {
  it('[DOOR-4] is seen in the frame, switches, and signs out', async () => {
    await open({ ...AT_BENCH, principal: BENCH });
    await shown.isState('live');
    await page.getByRole('button', { name: 'Signed in: Bench 3, Viewer' }).click();
    await page.getByRole('menuitem', { name: 'Sign in' }).click();
    await title('Who is here?').waitFor();
    await shown.button('Go on as Bench 3').click();
    await title('Orders').waitFor();
    await page.getByRole('button', { name: 'Signed in: Bench 3, Viewer' }).click();
    await page.getByRole('menuitem', { name: 'Sign in' }).click();
    access.on('POST /api/session', () => {
      access.becomes(OPERATOR);
      return null;
    });
    await scanner.scan('BADGE-0042-bo');
    const me = page.getByRole('button', { name: 'Signed in: Bo, Operator' });
    await me.click();
    await page.getByText('Operator, at Bench 3').waitFor();
    access.on('DELETE /api/session', () => {
      access.becomes(BENCH);
      return null;
    });
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('button', { name: 'Signed in: Bench 3, Viewer' }).waitFor();
    await shown.isState('live');
  });

  it('[DOOR-5] when a right ends the door shuts, and unsaved work waits for its person and for nobody else', async () => {
    await open({ principal: ADMIN }, '#/orders/1');
    await shown.isState('live');
    const product = page.getByRole('complementary', { name: 'Order 1' }).getByLabel('Product');
    const enter = async (principal: SessionInfo['principal']): Promise<void> => {
      access.on('POST /api/session', () => {
        access.becomes(principal);
        return null;
      });
      await page.getByRole('textbox', { name: 'Name' }).fill(principal?.name ?? '');
      await page.getByLabel('Password', { exact: true }).fill('a long enough one');
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: `Signed in: ${principal?.name}` }).waitFor();
      await shown.isState('live');
    };
    await product.fill('Tablet');
    await access.revoke();
    await title('Sign in').waitFor();
    await page.getByText('Unsaved work of Ada waits here.').waitFor();
    expect(await page.getByRole('navigation').count()).toBe(0);
    // Keys of the console mean nothing there.
    await page.getByRole('textbox', { name: 'Name' }).blur();
    await page.keyboard.press('Control+k');
    await page.keyboard.press('?');
    expect(await page.getByRole('dialog').count()).toBe(0);
    expect(await lookAt(page, 'door-unsaved')).toEqual([]);
    await enter(ADMIN);
    expect(await product.inputValue()).toBe('Tablet');
    await access.revoke();
    await title('Sign in').waitFor();
    await enter(OPERATOR);
    expect(await product.inputValue()).toBe('Phone');
    await access.revoke();
    await title('Sign in').waitFor();
    await eventually('nothing of the console is left', async () => (await page.locator('.orders-grid').count()) === 0);
  });

  it('[DOOR-6] is warned on every screen of a server without sign-in or encryption', async () => {
    await open({ warnings: ['no-login', 'plain-http'] });
    const safety = page.getByRole('region', { name: 'Safety' });
    await safety.getByText('sign-in is switched off').waitFor();
    await safety.getByText('not encrypted').waitFor();
    for (const view of ['board', 'scan', 'activity', 'monitor', 'settings', 'wallboard']) {
      await page.evaluate((hash) => window.location.assign(hash), `#/${view}`);
      await page.waitForFunction((name) => document.title.toLowerCase().includes(name), view);
      await safety.getByText('sign-in is switched off').waitFor();
    }
    expect(await lookAt(page, 'wallboard-unsafe')).toEqual([]);
    await page.evaluate(() => window.location.assign('#/orders'));
    await title('Orders').waitFor();
    expect(await lookAt(page, 'orders-unsafe')).toEqual([]);
  });
});
