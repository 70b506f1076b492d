import { spawn } from 'node:child_process';
import { ScriptError } from './log.mjs';

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd]
 * @property {Record<string, string | undefined>} [env] added to this process's environment; `undefined` removes
 * @property {number} [timeoutMs] after which the program and its children are ended
 * @property {{ afterMs: number, holds: () => boolean }} [provided] it is ended early when this does not hold by then
 * @property {boolean} [live] show its output as it comes instead of collecting it
 */

/**
 * Runs a program to its end without a shell and without standard input.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<{ code: number, output: string, timedOut: boolean }>} code 127 when the program does not exist
 */
export function run(program, args, options = {}) {
  const env = { ...process.env, ...options.env };
  // A group of its own, so that ending it ends what it started too.
  const child = spawn(program, args, {
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    env,
    detached: true,
    stdio: ['ignore', options.live ? 'inherit' : 'pipe', options.live ? 'inherit' : 'pipe'],
  });
  let output = '';
  let timedOut = false;
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
  }
  const end = () => endGroup(child.pid);
  const giveUp = () => {
    timedOut = true;
    end();
  };
  const { timeoutMs, provided } = options;
  const timer = timeoutMs === undefined ? undefined : setTimeout(giveUp, timeoutMs);
  const early = provided && setTimeout(() => provided.holds() || giveUp(), provided.afterMs);
  process.once('exit', end);
  return new Promise((resolve) => {
    const done = (/** @type {number} */ code) => {
      clearTimeout(timer);
      clearTimeout(early);
      process.off('exit', end);
      resolve({ code, output, timedOut });
    };
    child.once('error', (error) => {
      output += `${error.message}\n`;
      done(127);
    });
    child.once('close', (code, signal) => done(code ?? (signal === null ? 1 : 128)));
  });
}

/**
 * Like `run`, but anything other than exit code 0 is a ScriptError with the end of the program's output.
 *
 * @param {string} what the piece of work, for the message
 * @param {string} program
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<string>} its output
 */
export async function mustRun(what, program, args, options) {
  const { code, output, timedOut } = await run(program, args, options);
  if (code === 0) return output;
  const why = timedOut ? 'took too long' : `ended with code ${code}`;
  throw new ScriptError(`${what}: ${program} ${why}.\n${lastLines(output, 60)}`);
}

/**
 * @param {string} text
 * @param {number} count
 */
export function lastLines(text, count) {
  return text.trimEnd().split('\n').slice(-count).join('\n');
}

/** @param {number | undefined} pid leader of a process group this process started */
function endGroup(pid) {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    // Already gone is what was wanted.
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ESRCH') throw error;
  }
}
