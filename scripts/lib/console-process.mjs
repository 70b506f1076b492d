import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { forgetServer, rememberServer } from './leftover-server.mjs';
import { say } from './log.mjs';
import { ROOT } from './repository.mjs';
import { consoleAddress, readableLogLine } from './server-log.mjs';
import { onStopSignal } from './signals.mjs';

/**
 * How a console ended.
 *
 * @typedef {object} ConsoleEnd
 * @property {number} code
 * @property {boolean} hadAddress whether it came as far as to serve browsers
 * @property {boolean} wasAsked whether somebody stopped it
 * @property {string} noise what was held back, for when it failed
 */

/** Chromium's own log, in which a display without a bus or a GPU is an error: `[12:1123/071926.78:ERROR:bus.cc(399)] ...` */
const CHROMIUM_LINE = /^\[(\d+:)?\d+\/[\d.]+:[A-Z]+:\S+\(\d+\)\]/;
const NOISE_LINES = 20;

/**
 * Runs the headless or the desktop program until it ends or somebody stops it.
 *
 * @param {object} options
 * @param {string} options.program
 * @param {readonly string[]} options.args
 * @param {Record<string, string | undefined>} options.env added to this process's environment; `undefined` removes
 * @param {(address: string) => void} options.onAddress once, when browsers can reach it
 * @returns {Promise<ConsoleEnd>}
 */
export function runConsole({ program, args, env, onAddress }) {
  const child = spawn(program, args, {
    cwd: ROOT,
    env: { ...process.env, ...env },
    // A group of its own: Ctrl+C would otherwise reach it twice, from the terminal and from here.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (child.pid !== undefined) rememberServer(child.pid);
  let wasAsked = false;
  onStopSignal((signal) => {
    wasAsked = true;
    child.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal);
  });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const production = process.env.NODE_ENV === 'production';
  let hadAddress = false;
  createInterface({ input: child.stdout }).on('line', (line) => {
    const address = hadAddress ? null : consoleAddress(line);
    if (address === null || production) say(production ? line : readableLogLine(line));
    if (address === null) return;
    hadAddress = true;
    if (child.pid !== undefined) rememberServer(child.pid, address);
    onAddress(address);
  });
  /** @type {string[]} */
  const noise = [];
  createInterface({ input: child.stderr }).on('line', (line) => {
    if (CHROMIUM_LINE.test(line)) noise.push(line);
    else process.stderr.write(`${line}\n`);
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      process.off('exit', kill);
      forgetServer();
      resolve({ code: code ?? 1, hadAddress, wasAsked, noise: noise.slice(-NOISE_LINES).join('\n') });
    });
  });
}
