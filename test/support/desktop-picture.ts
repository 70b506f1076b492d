import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { ROOT } from '../../scripts/lib/repository.mjs';

// Pictures differ by their times at every run, so the ones in the documents are renewed only when asked for.
const DIRECTORY = join(ROOT, process.env.UPDATE_SCREENSHOTS === '1' ? 'docs/screenshots' : 'test-results/screenshots');

/** Pictures of the window in both schemes, once what moves has come to rest. @param name for `desktop-NAME-SCHEME.png` */
export async function takePictures(page: Page, name: string): Promise<void> {
  mkdirSync(DIRECTORY, { recursive: true });
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.evaluate(async () => {
      await document.fonts.ready;
      const ending = document.getAnimations().filter((one) => one.effect?.getComputedTiming().endTime !== Infinity);
      await Promise.allSettled(ending.map((one) => one.finished));
    });
    await page.screenshot({ path: join(DIRECTORY, `desktop-${name}-${colorScheme}.png`) });
  }
}
