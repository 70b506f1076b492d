import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureChromium } from './lib/chromium.mjs';
import { ICNS_TYPES, icnsOf, icoOf } from './lib/icon-files.mjs';
import { ScriptError, say } from './lib/log.mjs';
import { runProgram } from './lib/program.mjs';
import { ROOT } from './lib/repository.mjs';

/**
 * Draws the program's icons from the console's own: run it when that one changes, look at what came of it, commit it.
 *
 * @typedef {import('./lib/icon-files.mjs').Picture} Picture
 */

const SOURCE = join(ROOT, 'src-renderer/public/icon.svg');
const TARGET = join(ROOT, 'src-main/electron/icons');
const LINUX = [16, 24, 32, 48, 64, 128, 256, 512];
const WINDOWS = [16, 24, 32, 48, 64, 128, 256];
const MACOS = [...new Set(Object.values(ICNS_TYPES))];
/** macOS leaves this much of an icon's edge empty on each side; the others fill their square. */
const MACOS_MARGIN = 100 / 1024;

await runProgram(async () => {
  const svg = readFileSync(SOURCE, 'utf8');
  mkdirSync(join(TARGET, 'linux'), { recursive: true });
  const sizes = [...new Set([...LINUX, ...WINDOWS])];
  const pictures = await draw(svg, sizes, 0);
  const bySize = new Map(pictures.map((picture) => [picture.size, picture]));
  for (const size of LINUX) write(`linux/${size}x${size}.png`, bySize.get(size)?.png);
  write('icon.ico', icoOf(WINDOWS.flatMap((size) => bySize.get(size) ?? [])));
  write('icon.icns', icnsOf(await draw(svg, MACOS, MACOS_MARGIN)));
  return 0;
});

/**
 * @param {string} svg
 * @param {readonly number[]} sizes in pixels
 * @param {number} margin left empty on each side, as a part of the size
 * @returns {Promise<Picture[]>}
 */
async function draw(svg, sizes, margin) {
  const found = await ensureChromium();
  if (found === null) throw new ScriptError('Drawing the icons takes a Chromium. Install one or set CHROMIUM_PATH.');
  const { chromium } = await import('playwright-core');
  const browser = await chromium.launch({ executablePath: found.path, args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage();
    const pictures = [];
    for (const size of sizes) {
      await page.setViewportSize({ width: size, height: size });
      const padding = `padding:${margin * size}px`;
      await page.setContent(`<body style="margin:0"><div style="${padding}">${svg}</div></body>`);
      await page.addStyleTag({ content: 'svg { display: block; width: 100% }' });
      pictures.push({ size, png: await page.screenshot({ omitBackground: true }) });
    }
    return pictures;
  } finally {
    await browser.close();
  }
}

/**
 * @param {string} name
 * @param {Buffer | undefined} content
 */
function write(name, content) {
  if (content === undefined) throw new Error(`${name} was not drawn`);
  const file = join(TARGET, name);
  writeFileSync(file, content);
  say(`  ${pathToFileURL(file).pathname.slice(ROOT.length)}  ${content.length} bytes`);
}
