/** @typedef {Record<string, number>} Sample */

/**
 * What may grow over the whole run, the beginning left out. A leak grows with the work and so without end; what is here
 * is the noise of what remains: code that is compiled late, figures that are kept for an hour.
 *
 * @type {Record<string, { by: number, share: number }>}
 */
const ALLOWED = {
  heap: { by: 3, share: 0.05 },
  external: { by: 3, share: 0.1 },
  handles: { by: 3, share: 0 },
  timers: { by: 5, share: 0 },
  files: { by: 3, share: 0 },
  listeners: { by: 0.5, share: 0 },
  warnings: { by: 0.5, share: 0 },
  connections: { by: 4, share: 0 },
  sessions: { by: 0.5, share: 0 },
};

/** The first of the samples are the warm-up. */
const WARM_UP = 1 / 3;

/**
 * By the median of the slopes between every two samples, which a single odd one does not bend.
 *
 * @param {readonly Sample[]} samples taken at even distances
 * @returns {{ figure: string, first: number, last: number, growth: number, allowed: number, flat: boolean }[]}
 */
export function judge(samples) {
  const measured = samples.slice(Math.floor(samples.length * WARM_UP));
  return Object.entries(ALLOWED).flatMap(([figure, { by, share }]) => {
    const values = measured.map((sample) => sample[figure] ?? Number.NaN);
    const [first, last] = [values[0], values[values.length - 1]];
    if (first === undefined || last === undefined) return [];
    const growth = medianSlope(values) * (values.length - 1);
    const allowed = by + first * share;
    return [{ figure, first, last, growth, allowed, flat: growth <= allowed }];
  });
}

/** @param {readonly number[]} values @returns {number} per step */
function medianSlope(values) {
  /** @type {number[]} */
  const slopes = [];
  for (const [i, from] of values.entries())
    for (const [j, to] of values.entries()) if (j > i) slopes.push((to - from) / (j - i));
  slopes.sort((a, b) => a - b);
  const middle = slopes.length / 2;
  return ((slopes[Math.floor(middle)] ?? 0) + (slopes[Math.ceil(middle) - 1] ?? 0)) / 2;
}
