import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ROOT } from '../../scripts/lib/repository.mjs';
import { launchBrowser } from '../support/browser.ts';
import { type HttpTestServer, startHttpTestServer } from '../support/http-test-server.ts';
import { MemoryOrderRepository } from '../support/memory-order-repository.ts';

let browser: Browser;
let server: HttpTestServer;
let page: Page;
const complaints: string[] = [];

beforeAll(async () => {
  const orders = new MemoryOrderRepository();
  await orders.create({ customer_name: '<b>Ada</b>', product_name: 'Laptop' }, 'test');
  server = await startHttpTestServer(orders, { deps: { webAppDir: join(ROOT, 'out/renderer') } });
  browser = await launchBrowser();
  page = await browser.newPage();
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('requestfailed', (request) => complaints.push(`${request.url()} failed`));
  await page.goto(`http://127.0.0.1:${server.port}/api/docs`);
});
afterAll(async () => {
  await browser.close();
  await server.close();
});

it('[REST-80] shows every call, and nothing on the page is refused by its own security headers', async () => {
  const calls = await page.locator('.operation > summary').allInnerTexts();
  const { paths } = (await server.ask('GET', '/api/openapi.json')).json;
  const described = Object.entries(paths).flatMap(([path, item]) =>
    Object.keys(item as object).map((method) => `${method.toUpperCase()} ${path}`),
  );
  const shown = calls.map((call) => call.split(/\s+/).slice(0, 2).join(' '));
  expect(shown.sort()).toEqual(described.filter((call) => !call.startsWith('HEAD')).sort());
  expect(shown).toContain('POST /api/orders/undo');
  await page.evaluate(() => document.fonts.ready);
  expect(complaints).toEqual([]);
});

it('[REST-81] sends a call from the page and shows the answer as text', async () => {
  const call = page.locator('.operation', { has: page.getByText('One order', { exact: true }) });
  await call.locator('> summary').click();
  await call.locator('.try > summary').click();
  expect(await call.locator('.command').textContent()).toContain(`http://127.0.0.1:${server.port}/api/orders/1`);
  await call.getByRole('button', { name: 'Send GET' }).click();
  const answer = call.locator('.answer');
  await answer.waitFor();
  expect(await answer.textContent()).toMatch(/^200 OK[\s\S]+etag: "1"[\s\S]+"customer_name": "<b>Ada<\/b>"/);
  expect(complaints).toEqual([]);
});

it('[REST-82] a body can be written and sent', async () => {
  const call = page.locator('.operation', { has: page.getByText('Create an order', { exact: true }) });
  await call.locator('> summary').click();
  await call.locator('.try > summary').click();
  await call.getByLabel('Body').fill('{"customer_name": "Bob", "product_name": " "}');
  await call.getByRole('button', { name: 'Send POST' }).click();
  const answer = call.locator('.answer');
  await answer.waitFor();
  expect(await answer.textContent()).toContain('"field": "product_name"');
});
