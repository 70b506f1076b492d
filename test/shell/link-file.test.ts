import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createTestDatabase } from '../support/database.ts';
import { DesktopApp } from '../support/desktop-app.ts';

it('[PACK-30] a link file opens its order, in a program that starts and in one that runs', async () => {
  const database = await createTestDatabase({ create: false });
  const first = await DesktopApp.launch({ env: { ...database.env, SAMPLE_DATA: '1' } });
  const link = join(first.userData, 'Order 2.orderdeck');
  const other = join(first.userData, 'Order 3.orderdeck');
  writeFileSync(link, 'orders://2\n');
  writeFileSync(other, 'orders://3\n');
  try {
    await first.console();
    expect((await first.startSecond([link])).code).toBe(0);
    const running = await first.console();
    await running.page.getByRole('complementary', { name: 'Order 2' }).waitFor();
    expect(await first.close()).toBe(0);

    const second = await first.relaunch({ args: [other] });
    const started = await second.console();
    await started.page.getByRole('complementary', { name: 'Order 3' }).waitFor();
    expect(await second.close()).toBe(0);
  } finally {
    await database.drop();
  }
});
