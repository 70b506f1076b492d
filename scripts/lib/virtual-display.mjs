import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { findProgram } from './database-program.mjs';
import { ScriptError } from './log.mjs';
import { installSystemPackage } from './system-packages.mjs';

const START_TIMEOUT_MS = 30_000;
/** Ends Xvfb when its standard input ends: with its starter at the latest, however that comes to its end. */
const GUARD = '"$0" "$@" </dev/null & server=$!; exec 2>&- 3>&-; read -r _; kill $server; wait $server';

/**
 * A display that nobody sees.
 *
 * @typedef {object} VirtualDisplay
 * @property {string} display for the environment variable DISPLAY, for example `:3`
 * @property {() => Promise<void>} stop ends it, and with it every window on it
 */

/** @returns {Promise<string | null>} path of Xvfb, installed when it was not there; `null` when it cannot be had */
export async function ensureXvfb() {
  const found = findProgram('Xvfb');
  if (found !== null || process.platform !== 'linux') return found;
  await installSystemPackage('xvfb');
  return findProgram('Xvfb');
}

/**
 * Starts Xvfb on a display number that is free; it cannot be reached over the network.
 *
 * @param {object} [options]
 * @param {number} [options.width] in pixels
 * @param {number} [options.height] in pixels
 * @param {string} [options.pictureFolder] where what it shows is kept, as the file `Xvfb_screen0` in the format XWD
 * @returns {Promise<VirtualDisplay>}
 * @throws ScriptError when there is no Xvfb or it does not come up
 */
export async function startVirtualDisplay({ width = 1920, height = 1080, pictureFolder } = {}) {
  const program = findProgram('Xvfb');
  if (program === null) throw new ScriptError('There is no Xvfb; install the package xvfb.');
  const options = ['-displayfd', '3', '-screen', '0', `${width}x${height}x24`, '-nolisten', 'tcp', '-noreset'];
  if (pictureFolder !== undefined) options.push('-fbdir', pictureFolder);
  const child = spawn('sh', ['-c', GUARD, program, ...options], {
    detached: true,
    stdio: ['pipe', 'ignore', 'pipe', 'pipe'],
  });
  const exit = once(child, 'exit');
  const number = await readNumber(child);
  const stop = async () => {
    child.stdin?.end();
    await exit;
  };
  if (Number.isInteger(number)) return { display: `:${number}`, stop };
  await stop();
  throw new ScriptError(String(number));
}

/**
 * The display number, which Xvfb writes when it is ready.
 *
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<number | string>} why there is none
 */
async function readNumber(child) {
  let complaint = '';
  child.stderr?.on('data', (text) => {
    complaint += text;
  });
  const pipe = /** @type {import('node:stream').Readable} */ (child.stdio[3]);
  const ended = once(/** @type {import('node:stream').Readable} */ (child.stderr), 'end').then(() => {
    return [`Xvfb ended: ${complaint.trim()}`];
  });
  const late = once(AbortSignal.timeout(START_TIMEOUT_MS), 'abort').then(() => ['Xvfb does not come up']);
  const [text] = await Promise.race([once(pipe, 'data'), ended, late]);
  const number = Number.parseInt(String(text), 10);
  return Number.isNaN(number) ? String(text) : number;
}
