import type { Locator, Page } from 'playwright-core';
import { afterEach, describe, expect, it } from 'vitest';
import type { SessionInfo } from '../../src-shared/session-info.ts';
import { ConsolePage } from '../support/console-page.ts';
import { eventually } from '../support/eventually.ts';
import { lookAt } from '../support/look-at.ts';
import { PlayedAccess } from '../support/played-access.ts';
import { AT_A_DESK, threeOrders } from '../support/three-orders.ts';

const rig = threeOrders();
let page: Page;
let shown: ConsolePage;
let access: PlayedAccess;

async function open(info: Partial<SessionInfo>, hash = ''): Promise<void> {
  const context = await rig.browser.newContext(AT_A_DESK);
  await context.addInitScript(() => localStorage.setItem('orderdeck.preferences', '{"tourAnswered":true}'));
  page = await context.newPage();
  shown = new ConsolePage(page);
  access = await PlayedAccess.around(page, info);
  for (const list of ['people', 'devices', 'sessions']) access.on(`GET /api/${list}`, () => []);
  access.on('GET /api/audit', () => ({ entries: [], next: null }));
  await page.goto(`${rig.server.url}/${hash}`);
}
afterEach(async () => {
  expect(shown.complaints).toEqual([]);
  await page.context().close();
});

function title(name: string): Locator {
  return page.getByRole('heading', { name, level: 1, exact: true });
}

function section(name: string): Locator {
  return page.getByRole('region', { name, exact: true });
}

const AT = '2026-01-05T08:00:00.000Z';
const BO = {
  id: 2,
  name: 'Bo',
  role: 'operator',
  disabled: false,
  hasPassword: false,
  hasPin: true,
  hasBadge: false,
  lockedUntil: null,
  lastSeenAt: null,
  createdAt: AT,
};
const DEVICE = {
  id: 3,
  name: 'Bench 3',
  role: 'viewer',
  createdBy: 'Ada',
  createdAt: AT,
  lastSeenAt: AT,
  lastAddress: '192.168.1.40',
  userAgent: null,
  connections: 1,
};

describe('the settings of access', () => {
  it('[DOOR-7] people are added, changed and removed, and wrong secrets stay beside their field', async () => {
    await open({}, '#/settings');
    const people = section('People');
    await people.getByText('Nobody yet').waitFor();
    await people.getByRole('button', { name: 'Add a person' }).click();
    const dialog = page.getByRole('dialog', { name: 'Add a person' });
    await dialog.getByLabel('Name').fill('Bo');
    await dialog.getByLabel('PIN', { exact: true }).fill('12');
    await dialog.getByRole('button', { name: 'Add a person' }).click();
    await dialog.getByText('Must be 4 to 12 digits.').waitFor();
    expect(await lookAt(page, 'access-person')).toEqual([]);
    await dialog.getByLabel('PIN', { exact: true }).fill('4711');
    access.on('POST /api/people', () => {
      access.on('GET /api/people', () => [BO]);
      return BO;
    });
    await dialog.getByRole('button', { name: 'Add a person' }).click();
    await people.getByText('Signs in by: PIN').waitFor();
    expect(access.bodies('POST /api/people')).toEqual([{ name: 'Bo', role: 'operator', pin: '4711' }]);
    await people.getByRole('button', { name: 'Change Bo' }).click();
    const edit = page.getByRole('dialog', { name: 'Change Bo' });
    await edit.getByLabel('Take away: PIN').check();
    await edit.getByRole('radio', { name: 'Viewer' }).check();
    access.on('PUT /api/people/*', () => BO);
    await edit.getByRole('button', { name: 'Save' }).click();
    await edit.waitFor({ state: 'detached' });
    expect(access.bodies('PUT /api/people/2')).toEqual([{ role: 'viewer', pin: null }]);
    access.on('DELETE /api/people/*', () => null);
    await people.getByRole('button', { name: 'Remove Bo' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove Bo' }).click();
    await page.getByText('Bo was removed').waitFor();
  });

  it('[DOOR-8] devices join by a QR code or by the code they show, and are revoked', async () => {
    await open({}, '#/settings');
    const devices = section('Devices');
    await devices.getByRole('button', { name: 'Join a device' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('Bench 3');
    const url = `https://192.168.1.20:3000/#/pair/ABCD-EFGH/${'ab'.repeat(32)}`;
    access.on('POST /api/pairings', () => ({
      code: 'ABCD-EFGH',
      urls: [url.replace('192.168.1.20', 'localhost'), url],
      fingerprint: Array(32).fill('AB').join(':'),
      expiresAt: new Date(Date.now() + 120_000).toISOString(),
    }));
    await dialog.getByRole('button', { name: 'Make a code' }).click();
    await dialog.getByRole('img', { name: 'QR code that joins Bench 3' }).waitFor();
    // The address that another machine can reach.
    expect(await dialog.getByTestId('pairing-url').textContent()).toBe(url);
    expect(await lookAt(page, 'access-pairing')).toEqual([]);
    access.on('GET /api/devices', () => [DEVICE]);
    await page.getByText('Bench 3 has joined').waitFor();
    await dialog.waitFor({ state: 'detached' });
    await devices.getByRole('button', { name: 'Approve a code' }).click();
    await dialog.getByLabel('Code').fill('wxyz-1234');
    await dialog.getByLabel('Name').fill('Wall');
    access.on('POST /api/pairings/requests/approve', () => null);
    await dialog.getByRole('button', { name: 'Approve' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(access.bodies('POST /api/pairings/requests/approve')).toEqual([
      { code: 'WXYZ-1234', name: 'Wall', role: 'viewer' },
    ]);
    access.on('DELETE /api/devices/*', () => null);
    await devices.getByRole('button', { name: 'Revoke Bench 3' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke device' }).click();
    await page.getByText('Bench 3 was revoked').waitFor();
    expect(access.calls.some(({ call }) => call === 'DELETE /api/devices/3')).toBe(true);
  });

  it('[DOOR-9] show where somebody is signed in and what was recorded; one password is changed by its owner', async () => {
    await open({}, '#/settings');
    access.on('GET /api/sessions', () => [
      {
        id: 's2',
        kind: 'browser',
        person: 'Bo',
        device: 'Bench 3',
        address: '192.168.1.40',
        userAgent: null,
        createdAt: AT,
        lastSeenAt: AT,
        expiresAt: AT,
      },
    ]);
    const entry = {
      id: 7,
      at: AT,
      kind: 'sign-in-refused',
      actor: 'bo',
      address: '192.168.1.40',
      detail: { by: 'pin' },
    };
    access.on('GET /api/audit', () => ({ entries: [entry], next: null }));
    await page.reload();
    await section('Signed in').getByText('at Bench 3, 192.168.1.40').waitFor();
    const audit = section('Audit');
    await audit.getByRole('cell', { name: 'Sign-in refused' }).waitFor();
    expect(await lookAt(page, 'access-settings')).toEqual([]);
    access.on('DELETE /api/sessions/*', () => null);
    await page.getByRole('button', { name: 'Sign out Bo' }).click();
    await page.getByText('Bo was signed out').waitFor();
    const account = section('Your password');
    await account.getByLabel('Password now').fill('the one before');
    await account.getByLabel('New password').fill('short');
    await account.getByRole('button', { name: 'Change password' }).click();
    await account.getByText('Must have at least 12 characters.').waitFor();
    await account.getByLabel('New password').fill('long enough for all');
    access.on('POST /api/session/password', () => null);
    await account.getByRole('button', { name: 'Change password' }).click();
    await page.getByText('Password changed.').waitFor();
  });
});

describe('joining', () => {
  it('[DOOR-10] by the printed link, by the code of a QR, and by a code on a television', async () => {
    await open({ principal: null, needsFirstAdmin: true });
    await title('Nobody can sign in yet').waitFor();
    expect(await lookAt(page, 'door-first-admin-missing')).toEqual([]);
    await page.evaluate(() => window.location.assign('#/first-admin/s3cret'));
    await title('The first admin').waitFor();
    await page.getByLabel('Name').fill('Ada');
    await page.getByLabel('Password', { exact: true }).fill('a long enough one');
    expect(await lookAt(page, 'door-first-admin')).toEqual([]);
    access.on('POST /api/first-admin', () => {
      access.info = { ...access.info, needsFirstAdmin: false };
      access.becomes({ kind: 'person', name: 'Ada', role: 'admin', sessionId: 's1' });
      return null;
    });
    await shown.button('Create admin and sign in').click();
    await title('Orders').waitFor();
    expect(access.bodies('POST /api/first-admin')).toEqual([
      { code: 's3cret', name: 'Ada', password: 'a long enough one' },
    ]);
    // Somebody is signed in: the page asks first.
    await page.evaluate(() => window.location.assign('#/pair/ABCD-EFGH'));
    await page.getByText('Ada is signed in here.').waitFor();
    await shown.button('Cancel').click();
    await title('Orders').waitFor();
    access.becomes(null);
    await page.evaluate(() => window.location.assign('#/pair/USED'));
    await page.reload();
    await title('This code is used up or too old').waitFor();
    // With the fingerprint of the certificate nothing happens before somebody has compared it.
    await page.evaluate((hash) => window.location.assign(hash), `#/pair/WXYZ-2222/${'ab'.repeat(32)}`);
    await page.getByText(Array(32).fill('AB').join(':')).waitFor();
    expect(await lookAt(page, 'door-pair')).toEqual([]);
    expect(access.bodies('POST /api/pairings/claim')).toEqual([{ code: 'USED' }]);
    await shown.button('Join as a device').click();
    await title('This code is used up or too old').waitFor();
    expect(access.bodies('POST /api/pairings/claim')).toEqual([{ code: 'USED' }, { code: 'WXYZ-2222' }]);
    await shown.button('To the sign-in').click();
    await page.getByRole('link', { name: 'Join this screen as a device' }).waitFor();
    const claim = 'c1';
    const expiresAt = new Date(Date.now() + 120_000).toISOString();
    access.on('POST /api/pairings/requests', () => ({ code: 'WXYZ-1234', claim, expiresAt }));
    access.on('POST /api/pairings/requests/claim', () => ({ state: 'waiting' }));
    await page.getByRole('link', { name: 'Join this screen as a device' }).click();
    await page.getByText('WXYZ-1234').waitFor();
    expect(await lookAt(page, 'door-join')).toEqual([]);
    access.on('POST /api/pairings/requests/claim', () => {
      access.becomes({ kind: 'device', name: 'Wall', role: 'viewer', sessionId: 'd1' });
      return { state: 'joined' };
    });
    // Nobody touches a television: it shows what it is there for.
    await page.getByText('Last changes').waitFor();
  });
});

describe('what a role may not do', () => {
  it('[DOOR-11] is not offered, to operators and to viewers', async () => {
    await open({ principal: { kind: 'person', name: 'Bo', role: 'operator', sessionId: 's2' } });
    await shown.isState('live');
    await shown.button('New order').waitFor();
    await shown.cell(1, 'ag-Grid-SelectionColumn').getByRole('checkbox').click();
    await shown.button('Ship 1 order').waitFor();
    expect(await page.getByRole('button', { name: /^Delete/ }).count()).toBe(0);
    await shown.cell(2, 'ag-Grid-SelectionColumn').getByRole('checkbox').click();
    expect(await shown.button('Deliver 2 orders').isDisabled()).toBe(true);
    await page.keyboard.press('Delete');
    expect(await page.getByRole('dialog').count()).toBe(0);
    const drawer = await shown.openOrder(1);
    expect(await drawer.getByLabel('Customer').isDisabled()).toBe(true);
    expect(await drawer.getByRole('button', { name: 'Delete order' }).count()).toBe(0);
    await page.evaluate(() => window.location.assign('#/settings'));
    await section('Your password').waitFor();
    expect(await section('People').count()).toBe(0);
    access.becomes({ kind: 'person', name: 'Vi', role: 'viewer', sessionId: 's3' });
    await page.evaluate(() => window.location.assign('#/orders'));
    await page.reload();
    await shown.cell(1, 'status').waitFor();
    expect(await shown.button('New order').count()).toBe(0);
    expect(await page.getByRole('link', { name: 'Scan' }).count()).toBe(0);
    expect(await shown.button('CSV: import and export').count()).toBe(0);
    await page.keyboard.press('n');
    expect(await page.getByRole('dialog').count()).toBe(0);
    await page.keyboard.press('?');
    const help = page.getByRole('dialog', { name: 'Help' });
    await help.getByText('Search the orders').waitFor();
    for (const other of ['New order', 'Go to the scan view', 'Undo what you did last', 'Ship the selected orders']) {
      expect(await help.getByText(other).count(), other).toBe(0);
    }
    await help.getByRole('button', { name: 'Take the tour' }).click();
    await page.getByText('1 of 4').waitFor();
    await page.getByRole('button', { name: 'End the tour' }).click();
    await page.evaluate(() => window.location.assign('#/scan'));
    await page.getByText('Scanning is not yours to do here').waitFor();
    expect(await lookAt(page, 'scan-viewer')).toEqual([]);
    await page.evaluate(() => window.location.assign('#/board'));
    await title('Board').waitFor();
    expect(await page.getByText('Drag a').count()).toBe(0);
    await page.getByRole('button', { name: 'Signed in: Vi, Viewer' }).click();
    await page.getByRole('menuitem', { name: 'Change password' }).click();
    await eventually('the keyboard is at the section', () =>
      page.evaluate(() => document.activeElement?.textContent === 'Your password'),
    );
    await page.evaluate(() => window.location.assign('#/monitor'));
    await title('Monitor').waitFor();
    await page.getByText('Changes per minute').or(page.getByText('Changes')).first().waitFor();
    expect(await page.getByRole('button', { name: /[Cc]heck the database/ }).count()).toBe(0);
    expect(await lookAt(page, 'monitor-viewer')).toEqual([]);
  });
});
