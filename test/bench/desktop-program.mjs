import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron } from 'playwright-core';
import { ensureElectron } from '../../scripts/lib/electron.mjs';
import { freePort } from '../../scripts/lib/free-port.mjs';
import { ROOT } from '../../scripts/lib/repository.mjs';

/**
 * @typedef {import('playwright-core').Page} Page
 * @typedef {import('playwright-core').ElectronApplication} ElectronApplication
 */

const SWITCHES = ['--disable-gpu', '--force-color-profile=srgb'];

/** The built desktop program in a real Electron, as its user has it, with a folder of its own for its data. */
export class DesktopProgram {
  /**
   * @param {ElectronApplication} electron
   * @param {Page} page
   * @param {string} folder
   */
  constructor(electron, page, folder) {
    this.electron = electron;
    this.page = page;
    this.folder = folder;
  }

  /**
   * @param {Record<string, string>} environment
   * @param {string} display
   */
  static async start(environment, display) {
    const program = await ensureElectron();
    if (program === null) throw new Error('No Electron is to be had');
    const folder = mkdtempSync(join(tmpdir(), 'orderdeck-bench-'));
    const electron = await _electron.launch({
      executablePath: program.path,
      args: [
        '-r',
        join(ROOT, 'test/support/hold-ready.cjs'),
        ...program.args,
        ...SWITCHES,
        `--user-data-dir=${join(folder, 'data')}`,
        ROOT,
      ],
      env: {
        PATH: process.env.PATH ?? '',
        HOME: folder,
        DISPLAY: display,
        PORT: String(await freePort()),
        WS_PORT: String(await freePort()),
        ...environment,
      },
    });
    return new DesktopProgram(electron, await electron.firstWindow(), folder);
  }

  /** @param {string} state of the connection pill */
  async untilState(state) {
    await this.page.locator(`[data-testid=connection-pill][data-state=${state}]`).waitFor({ timeout: 120_000 });
  }

  /** @returns {Promise<{ main: number, renderer: number, heap: number }>} MB: working sets, and the page's heap */
  async memory() {
    const metrics = await this.electron.evaluate(({ app }) =>
      app.getAppMetrics().map(({ type, memory }) => ({ type, kb: memory.workingSetSize })),
    );
    const heap = await this.page.evaluate(() => /** @type {any} */ (performance).memory.usedJSHeapSize);
    const mb = (/** @type {string} */ type) =>
      metrics.filter((metric) => metric.type === type).reduce((sum, { kb }) => sum + kb, 0) / 1024;
    return { main: mb('Browser'), renderer: mb('Tab'), heap: heap / 1_048_576 };
  }

  async stop() {
    await this.electron.close();
    if (existsSync(this.folder)) rmSync(this.folder, { recursive: true, force: true, maxRetries: 10 });
  }
}

/** Begins to watch the main process for times in which it answers nobody. @param {ElectronApplication} electron */
export async function watchStalls(electron) {
  await electron.evaluate(() => {
    const own = /** @type {{ stalls?: number[] }} */ (globalThis);
    const stalls = /** @type {number[]} */ ([]);
    own.stalls = stalls;
    let last = performance.now();
    setInterval(() => {
      const now = performance.now();
      stalls.push(now - last - 5);
      last = now;
    }, 5).unref();
  });
  /** @returns {Promise<number>} the longest since the last time, in milliseconds */
  return () =>
    electron.evaluate(() => {
      const own = /** @type {{ stalls?: number[] }} */ (globalThis);
      return Math.max(0, ...(own.stalls?.splice(0) ?? []));
    });
}
