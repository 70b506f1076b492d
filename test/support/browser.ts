import { type Browser, chromium } from 'playwright-core';
import { findChromium } from '../../scripts/lib/chromium.mjs';

/**
 * The Chromium that `npm test` found, without a window.
 *
 * @throws Error when there is none
 */
export async function launchBrowser(): Promise<Browser> {
  const found = await findChromium();
  if (found === null) throw new Error('No Chromium was found: run the tests with `npm test`, or set CHROMIUM_PATH');
  return chromium.launch({
    executablePath: found.path,
    headless: true,
    // The same picture on every machine: no GPU, no hinting that depends on the display.
    args: ['--disable-gpu', '--font-render-hinting=none', '--force-color-profile=srgb'],
  });
}
