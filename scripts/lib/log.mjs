/** A failure a person can act on: shown as one line, without a stack. */
export class ScriptError extends Error {
  /** @override */
  name = 'ScriptError';
}

/** @param {string} text */
export function say(text) {
  process.stdout.write(`${text}\n`);
}

/** @param {number} ms */
export function duration(ms) {
  const seconds = ms / 1000;
  if (seconds < 90) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

/**
 * One line for one piece of work: its title at once, how long it took when it is done.
 *
 * @template T
 * @param {string} title
 * @param {() => Promise<T>} work
 * @param {(result: T) => string} [tell] what came of it, shown after the title
 * @returns {Promise<T>}
 */
export async function step(title, work, tell = () => '') {
  const started = performance.now();
  process.stdout.write(`  ${title} ... `);
  try {
    const result = await work();
    const told = tell(result);
    say(`${told === '' ? '' : `${told}, `}${duration(performance.now() - started)}`);
    return result;
  } catch (error) {
    say('failed');
    throw error;
  }
}
