import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '../../scripts/lib/repository.mjs';
import { launchBrowser } from '../support/browser.ts';
import { ConsoleTab } from '../support/console-tab.ts';
import { eventually } from '../support/eventually.ts';
import { eventuallyStats, insertOrders, KEEP_ALL, QUICK } from '../support/feed-rig.ts';
import { fillHour } from '../support/hour-of-figures.ts';
import { atRest, readInEachTheme } from '../support/look-at.ts';
import { REDIS_PROGRAM, RedisServer } from '../support/redis-server.ts';
import { ReplicatedDatabases } from '../support/replicated-databases.ts';
import { ServerProcess } from '../support/server-process.ts';

const DIRECTORY = join(ROOT, process.env.UPDATE_SCREENSHOTS === '1' ? 'docs/screenshots' : 'test-results/screenshots');
const NAME = 'od_shown';
const SIZES = { '': [1440, 900], '-768': [768, 1024] } as const;

describe.skipIf(REDIS_PROGRAM === null)('pictures of two servers with a bus and a replica', () => {
  let browser: Browser;
  let pair: ReplicatedDatabases;
  let redis: RedisServer;
  const servers: ServerProcess[] = [];
  let tab: ConsoleTab;

  beforeAll(async () => {
    mkdirSync(DIRECTORY, { recursive: true });
    [browser, pair, redis] = await Promise.all([launchBrowser(), ReplicatedDatabases.start(), RedisServer.start()]);
    for (let n = 0; n < 2; n++) {
      servers.push(
        await ServerProcess.start({
          ...QUICK,
          ...KEEP_ALL,
          DB_HOST: '127.0.0.1',
          DB_PORT: String(pair.primary.port),
          DB_USER: 'root',
          DB_NAME: NAME,
          DB_REPLICA_HOST: '127.0.0.1',
          DB_REPLICA_PORT: String(pair.replica.port),
          REDIS_URL: redis.url,
        }),
      );
    }
    await pair.query(`USE ${NAME}`);
  });
  afterAll(async () => {
    await tab?.close();
    await browser?.close();
    for (const server of servers) await server.kill();
    await redis?.remove();
    await pair?.remove();
  });

  const state = (wanted: string) =>
    eventually('it says how the replica is', async () =>
      (await tab.page.getByRole('region', { name: 'Replica' }).textContent())?.includes(wanted),
    );

  async function take(name: string): Promise<void> {
    for (const [size, [width, height]] of Object.entries(SIZES)) {
      await tab.page.setViewportSize({ width, height });
      for (const colorScheme of ['light', 'dark'] as const) {
        await tab.page.emulateMedia({ colorScheme });
        await tab.page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor({ state: 'attached' });
        await tab.page
          .getByRole('region', { name: 'Replica' })
          .evaluate((panel) => panel.scrollIntoView({ block: 'end' }));
        await atRest(tab.page);
        await tab.page.screenshot({ path: join(DIRECTORY, `${name}-${colorScheme}${size}.png`) });
      }
    }
  }

  it('[SHOT-6] the monitor with a replica in use and left, read by axe in each theme', async () => {
    const follower = servers[1];
    if (follower === undefined) throw new Error('there are two');
    tab = await ConsoleTab.open(browser, `${follower.url}/#/monitor`, { prepare: fillHour });
    await insertOrders(pair, ['Bramblegate Books', 'Calderwick Cycles']);
    await eventuallyStats(
      follower,
      'it follows and reads the replica',
      ({ bus, replica }) => bus?.role === 'follower' && bus.servers.length === 2 && replica.state === 'in-use',
      30_000,
    );
    await fetch(`${follower.url}/api/orders?limit=10`);
    await state('in use');
    await take('monitor-servers');
    const found = await readInEachTheme(tab.page, 'replica in use');

    await pair.stopReplication();
    await insertOrders(pair, ['Saltmarsh Boatyard']);
    await eventuallyStats(follower, 'the replica is left', ({ replica }) => replica.state === 'lagging');
    await state('lags');
    await take('monitor-replica-left');
    found.push(...(await readInEachTheme(tab.page, 'replica left')));
    expect(found).toEqual([]);
    expect(tab.complaints).toEqual([]);
  });
});
