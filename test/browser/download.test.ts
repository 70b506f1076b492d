import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ROOT } from '../../scripts/lib/repository.mjs';
import { launchBrowser } from '../support/browser.ts';
import { ConsolePage } from '../support/console-page.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { ServerProcess } from '../support/server-process.ts';

const ASSETS = join(ROOT, 'out/renderer/assets');
/** What a browser on the LAN may have to fetch before it can show the orders, in bytes as they travel. */
const MOST_JAVASCRIPT = 400_000;

let browser: Browser;
let database: TestDatabase;
let server: ServerProcess;
let tab: ConsolePage;
/** Bytes of each script on the wire, by its name without the hash. */
const scripts = new Map<string, number>();

beforeAll(async () => {
  browser = await launchBrowser();
  database = await createTestDatabase();
  server = await ServerProcess.start({ ...database.env });
  tab = new ConsolePage(await browser.newPage());
  const network = await tab.page.context().newCDPSession(tab.page);
  await network.send('Network.enable');
  const asked = new Map<string, string>();
  network.on('Network.responseReceived', ({ requestId, response }) => asked.set(requestId, response.url));
  network.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const name = /\/assets\/(.+)-[^/]{8}\.js$/.exec(asked.get(requestId) ?? '')?.[1];
    if (name !== undefined) scripts.set(name, encodedDataLength);
  });
  await tab.page.goto(server.url);
  await tab.isState('live');
  await tab.page.locator('.orders-grid .ag-header').waitFor();
  await fetched('orders-grid');
});
afterAll(async () => {
  await browser.close();
  await server.stop();
  await database.drop();
});

function fetched(script: string): Promise<boolean> {
  return eventually(`the script of ${script} is here`, async () => scripts.has(script));
}

/** A script and every script it needs before it can run, as the build has named them. */
function withImports(file: string, known = new Set<string>()): Set<string> {
  if (known.has(file)) return known;
  known.add(file);
  const code = readFileSync(join(ASSETS, file), 'utf8');
  for (const [, imported] of code.matchAll(/(?:from|import)\s*["'`]\.\/([^"'`]+\.js)["'`]/g)) {
    if (imported !== undefined) withImports(imported, known);
  }
  return known;
}

it('[LOAD-1] the scripts of a cold start with the list of orders take at most 400 KB on the wire', () => {
  // By the files: what is fetched ahead comes when the page has nothing to do, at no certain moment.
  const page = readFileSync(join(ASSETS, '../index.html'), 'utf8');
  const files = [...page.matchAll(/assets\/([^"]+\.js)/g)].flatMap(([, name]) => (name === undefined ? [] : [name]));
  const grid = readdirSync(ASSETS).find((name) => /^orders-grid-.*\.js$/.test(name));
  const needed = new Set([...files, grid ?? ''].flatMap((file) => [...withImports(file)]));
  expect(needed.size).toBeGreaterThan(3);
  const onTheWire = [...needed].map((file) => {
    const packed = join(ASSETS, `${file}.gz`);
    return statSync(existsSync(packed) ? packed : join(ASSETS, file)).size;
  });
  expect(onTheWire.reduce((sum, bytes) => sum + bytes, 0)).toBeLessThanOrEqual(MOST_JAVASCRIPT);
});

it('[LOAD-4] the theme in the code of the grid is not downloaded beside the one that is used', () => {
  const grid = readdirSync(ASSETS).find((name) => /^orders-grid-.*\.js$/.test(name)) ?? '';
  const sheet = readdirSync(ASSETS).find((name) => /^orders-grid-.*\.css$/.test(name)) ?? '';
  const rulesIn = (file: string): number =>
    readFileSync(join(ASSETS, file), 'utf8').match(/\.ag-[\w-]+\{/g)?.length ?? 0;
  expect(rulesIn(sheet)).toBeGreaterThan(100);
  // A few are made of parts, with the code that makes them.
  expect(rulesIn(grid)).toBeLessThan(10);
});

it('[LOAD-2] the code of a view is fetched when the view is opened', async () => {
  expect([...scripts.keys()]).not.toContain('monitor-view');
  await tab.page.getByRole('link', { name: 'Monitor', exact: true }).click();
  await fetched('monitor-view');
});

it('[LOAD-3] a client gets a file compressed only when it can read it so, and the same either way', async () => {
  const source = await tab.page.locator('script[type=module]').first().getAttribute('src');
  const url = new URL(source ?? '', server.url);
  const get = (encoding: string): Promise<Response> => fetch(url, { headers: { 'accept-encoding': encoding } });
  const plain = await get('identity');
  expect(plain.headers.get('content-encoding')).toBeNull();
  const packed = await get('gzip');
  expect(packed.headers.get('content-encoding')).toBe('gzip');
  expect(packed.headers.get('vary')?.toLowerCase()).toContain('accept-encoding');
  expect(packed.headers.get('content-type')).toBe(plain.headers.get('content-type'));
  // fetch has unpacked it already.
  expect(await packed.text()).toBe(await plain.text());
  const raw = await fetch(`${url}.gz`);
  expect(gunzipSync(Buffer.from(await raw.arrayBuffer())).length).toBe(Number(plain.headers.get('content-length')));
});
