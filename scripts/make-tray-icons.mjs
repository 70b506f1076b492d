import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureChromium } from './lib/chromium.mjs';
import { ScriptError, say } from './lib/log.mjs';
import { runProgram } from './lib/program.mjs';
import { ROOT } from './lib/repository.mjs';

/**
 * Draws the icons of the tray and of the taskbar's mark: run it when something here changes, look at what came of it,
 * commit it. Each state has a shape of its own in the corner, since some people do not tell its colours apart, and
 * macOS shows none.
 */

const TARGET = join(ROOT, 'src-main/electron/icons/tray');
const SIZES = [16, 32];

/** The program's own square with its three lines; the corner is cut out for the state. On 16 units. */
const DECK = {
  colour: `<rect width="16" height="16" rx="3.5" fill="#5048c8"/>
    <path d="M3.5 4.5h9M3.5 8h5.5M3.5 11.5h3" stroke="#fff" stroke-width="1.6" stroke-linecap="round"/>`,
  template: '<path d="M1.5 3h13M1.5 8h7M1.5 13h4" stroke="#000" stroke-width="2" stroke-linecap="round"/>',
};

const STATES = {
  live: (/** @type {string} */ ink) => `<circle cx="11.6" cy="11.6" r="3.4" fill="${ink}"/>`,
  'catching-up': (/** @type {string} */ ink) =>
    `<circle cx="11.6" cy="11.6" r="2.6" fill="none" stroke="${ink}" stroke-width="1.7"/>`,
  lost: (/** @type {string} */ ink) =>
    `<path d="M9.2 9.2l4.8 4.8M14 9.2l-4.8 4.8" stroke="${ink}" stroke-width="2.1" stroke-linecap="round"/>`,
};

const INKS = { live: '#2fb56b', 'catching-up': '#3d94ea', lost: '#e5483d' };

await runProgram(async () => {
  mkdirSync(TARGET, { recursive: true });
  /** @type {Record<string, string>} */
  const drawings = { unread: svg('<circle cx="8" cy="8" r="7" fill="#e5483d" stroke="#fff" stroke-width="1.5"/>') };
  for (const [state, shape] of Object.entries(STATES)) {
    drawings[state] = withCorner(DECK.colour, shape(INKS[/** @type {keyof INKS} */ (state)]));
    drawings[`${state}-template`] = withCorner(DECK.template, shape('#000'));
  }
  const found = await ensureChromium();
  if (found === null) throw new ScriptError('Drawing the icons takes a Chromium. Install one or set CHROMIUM_PATH.');
  const { chromium } = await import('playwright-core');
  const browser = await chromium.launch({ executablePath: found.path, args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage();
    for (const [name, drawing] of Object.entries(drawings)) {
      for (const size of SIZES) {
        await page.setViewportSize({ width: size, height: size });
        await page.setContent(`<body style="margin:0">${drawing}</body>`);
        const file = `${name}-${size}.png`;
        writeFileSync(join(TARGET, file), await page.screenshot({ omitBackground: true }));
        say(`  ${file}`);
      }
    }
  } finally {
    await browser.close();
  }
  return 0;
});

/**
 * @param {string} deck
 * @param {string} shape
 */
function withCorner(deck, shape) {
  const cut = '<mask id="cut"><rect width="16" height="16" fill="#fff"/><circle cx="11.6" cy="11.6" r="4.9"/></mask>';
  return svg(`${cut}<g mask="url(#cut)">${deck}</g>${shape}`);
}

/** @param {string} content */
function svg(content) {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16" style="display:block;width:100%">${content}</svg>`;
}
