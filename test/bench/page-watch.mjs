/** @typedef {import('playwright-core').Page} Page */

/** Begins to count the frames of the page. @param {Page} page */
export async function watchFrames(page) {
  await page.evaluate(() => {
    const own = /** @type {{ frames?: number[] }} */ (/** @type {unknown} */ (window));
    own.frames = [];
    let last = performance.now();
    const frame = (/** @type {number} */ now) => {
      own.frames?.push(now - last);
      last = now;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
  /** @returns {Promise<{ perSecond: number, p99Ms: number, worstMs: number }>} since the last time */
  return () =>
    page.evaluate(() => {
      const own = /** @type {{ frames?: number[] }} */ (/** @type {unknown} */ (window));
      const frames = (own.frames?.splice(0) ?? []).sort((a, b) => a - b);
      const total = frames.reduce((sum, ms) => sum + ms, 0);
      const tenth = (/** @type {number} */ value) => Math.round(value * 10) / 10;
      return {
        perSecond: tenth((frames.length / total) * 1000),
        p99Ms: tenth(frames[Math.floor(frames.length * 0.99)] ?? 0),
        worstMs: tenth(frames.at(-1) ?? 0),
      };
    });
}
