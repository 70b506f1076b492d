import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { ROOT } from '../../scripts/lib/repository.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const SCHEMES = ['light', 'dark'] as const;
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];
const SIZES = [
  { width: 1280, height: 720 },
  { width: 1440, height: 900 },
] as const;

/**
 * Takes pictures of the page in both schemes and two sizes, and has it read by axe.
 *
 * @param name of the pictures, in `test-results/screenshots`
 * @returns what axe finds wrong, as lines
 */
export async function lookAt(page: Page, name: string): Promise<string[]> {
  const folder = join(ROOT, 'test-results/screenshots');
  mkdirSync(folder, { recursive: true });
  const found = new Set<string>();
  const mouse = SIZES[0];
  await page.mouse.move(mouse.width - 1, mouse.height - 1);
  for (const colorScheme of SCHEMES) {
    await page.emulateMedia({ colorScheme });
    for (const size of SIZES) {
      await page.setViewportSize(size);
      await atRest(page);
      await page.screenshot({ path: join(folder, `${name}-${colorScheme}-${size.width}.png`) });
    }
    // The other scheme differs in colours alone.
    const rules = colorScheme === SCHEMES[0] ? [] : COLOUR_RULES;
    for (const line of await readByAxe(page, rules)) found.add(`${colorScheme}: ${line}`);
  }
  await page.emulateMedia({ colorScheme: 'light' });
  return [...found];
}

const THEMES = ['light', 'dark', 'high contrast'] as const;
export type Theme = (typeof THEMES)[number];

/** As the system of somebody who wants that theme asks for it; returns when the page wears it. */
export async function inTheme(page: Page, theme: Theme): Promise<void> {
  const colorScheme = theme === 'light' ? 'light' : 'dark';
  const isHigh = theme === 'high contrast';
  await page.emulateMedia({ colorScheme, contrast: isHigh ? 'more' : 'no-preference' });
  const worn = `html[data-mantine-color-scheme="${colorScheme}"][data-contrast="${isHigh ? 'more' : 'normal'}"]`;
  await page.locator(worn).waitFor({ state: 'attached' });
  await atRest(page);
}

/**
 * What axe finds wrong in each theme, as lines. Themes differ in colours alone, so the others are read for colours.
 *
 * @param name in front of each line
 */
export async function readInEachTheme(page: Page, name: string): Promise<string[]> {
  const found: string[] = [];
  for (const theme of [...THEMES].reverse()) {
    await inTheme(page, theme);
    const lines = await readByAxe(page, theme === THEMES[0] ? [] : COLOUR_RULES);
    found.push(...lines.map((line) => `${name}, ${theme}: ${line}`));
  }
  return found;
}

/** Once fonts are there and what moves has come to rest. */
export async function atRest(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await document.fonts.ready;
    // What was asked for just now begins to move with the next frame.
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
    const ending = document.getAnimations().filter((one) => one.effect?.getComputedTiming().endTime !== Infinity);
    await Promise.allSettled(ending.map((one) => one.finished));
  });
}

/** @param rules by their names; all when none is named */
export async function readByAxe(page: Page, rules: readonly string[]): Promise<string[]> {
  // The page's own security policy allows no scripts but its own; the debugger may.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE);
  const options = { resultTypes: ['violations'], ...(rules.length > 0 && { runOnly: rules }) };
  const { violations } = await page.evaluate<AxeResults>(`axe.run(document, ${JSON.stringify(options)})`);
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target }) => `${id}: ${help} at ${target.join(' ')}`),
  );
}
