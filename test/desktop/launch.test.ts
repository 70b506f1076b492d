import { expect, it } from 'vitest';
import { ROOT } from '../../scripts/lib/repository.mjs';
import { createTestDatabase } from '../support/database.ts';
import { DesktopApp } from '../support/desktop-app.ts';

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
