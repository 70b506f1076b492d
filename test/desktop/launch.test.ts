import { expect, it } from 'vitest';
import { ROOT } from '../../scripts/lib/repository.mjs';
import { createTestDatabase } from '../support/database.ts';
import { DesktopApp } from '../support/desktop-app.ts';
import { DesktopCalls } from '../support/desktop-calls.ts';
import { candidateOf } from '../support/desktop-setup.ts';

it('[LAUNCH-1] the built program opens its window on the orders of the configured database', async () => {
  const database = await createTestDatabase({ create: false });
  const app = await DesktopApp.launch({ env: { ...database.env, SAMPLE_DATA: '1' } });
  try {
    const console = await app.console();
    await console.shows(1, 'product_name', 'Laptop');
    expect(await app.evaluate(({ app: own }) => own.getAppPath())).toBe(ROOT.replace(/\/$/, ''));
    expect((await app.screenshot('launch')).length).toBeGreaterThan(10_000);
    expect(console.complaints).toEqual([]);
  } finally {
    expect(await app.close()).toBe(0);
    await database.drop();
  }
});

it('[LAUNCH-2] what follows a database is loaded when there is one, and the window does not wait for it', async () => {
  const database = await createTestDatabase();
  const app = await DesktopApp.launch();
  try {
    const calls = await DesktopCalls.of(app);
    const loaded = () =>
      app.evaluate(() => {
        const modules = process.mainModule?.constructor as unknown as { readonly _cache: object };
        return Object.keys(modules._cache).filter((path) => path.includes('out/main/')).length;
      });
    const before = await loaded();
    await calls.ask('check-database', candidateOf(database));
    const looked = await loaded();
    expect(looked).toBeGreaterThan(before);
    await calls.ask('prepare-database', candidateOf(database));
    await calls.ask('use-database', candidateOf(database));
    await app.console();
    expect(await loaded()).toBeGreaterThan(looked + 1);
  } finally {
    expect(await app.close()).toBe(0);
    await database.drop();
  }
});
