import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../../scripts/lib/repository.mjs';

const CSS = readFileSync(join(ROOT, 'src-renderer/ui/tokens.css'), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');

/** Which colours each theme consists of: blocks of tokens.css, later ones above earlier ones. */
const THEMES = {
  light: ['[data-mantine-color-scheme="light"]'],
  dark: ['[data-mantine-color-scheme="dark"]'],
  'high contrast, light': [
    '[data-mantine-color-scheme="light"]',
    '[data-contrast="more"][data-mantine-color-scheme="light"]',
  ],
  'high contrast, dark': [
    '[data-mantine-color-scheme="dark"]',
    '[data-contrast="more"][data-mantine-color-scheme="dark"]',
  ],
} as const;

const PLAIN = ['surface', 'surface-2', 'chrome', 'hover'];
/** Every pair in which a token is the colour of text. */
const PAIRS: readonly (readonly [text: string, background: string])[] = [
  ...PLAIN.flatMap((ground) => ['text', 'text-2', 'text-3'].map((one) => [one, ground] as const)),
  ...['surface', 'chrome', 'accent-soft'].map((ground) => ['accent-text', ground] as const),
  ...['accent', 'accent-hover'].map((ground) => ['on-accent', ground] as const),
  ...['pending', 'shipped', 'delivered', 'danger'].flatMap((tone) =>
    [`${tone}-soft`, 'surface', 'chrome'].map((ground) => [tone, ground] as const),
  ),
  ['text', 'flash'],
];

/** The colours of a theme by the names of their tokens. */
function colours(selectors: readonly string[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const selector of selectors) {
    const block = [...CSS.matchAll(/([^{}]+)\{([^{}]*)\}/g)].find(([, heads = '']) =>
      heads.split(',').some((head) => head.trim() === `:root${selector}`),
    );
    for (const [, name = '', value = ''] of (block?.[2] ?? '').matchAll(/--([\w-]+):\s*(#[0-9a-f]{6});/g)) {
      found.set(name, value);
    }
  }
  return found;
}

/** As WCAG 2.2 defines it. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

describe('the tokens', () => {
  it.each(Object.entries(THEMES))('[LOOK-1] let text be read: %s', (name, selectors) => {
    const theme = colours(selectors);
    const wanted = name.startsWith('high') ? 7 : 4.5;
    const weak = PAIRS.flatMap(([text, ground]) => {
      const ratio = contrast(theme.get(text) ?? '#000000', theme.get(ground) ?? '#000000');
      return ratio < wanted ? [`${text} on ${ground}: ${ratio.toFixed(2)}`] : [];
    });
    expect(weak).toEqual([]);
  });

  it.each(Object.entries(THEMES))('[LOOK-2] let the focus be seen: %s', (_name, selectors) => {
    const theme = colours(selectors);
    for (const ground of [...PLAIN, 'accent-soft']) {
      expect(contrast(theme.get('focus') ?? '', theme.get(ground) ?? ''), ground).toBeGreaterThanOrEqual(3);
    }
  });
});
