import { constants } from 'node:os';

/** @typedef {'SIGINT' | 'SIGTERM' | 'SIGHUP'} StopSignal */

/** @type {readonly StopSignal[]} */
const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const PARENT_LOOK_MS = 500;

// Left alone, a signal would end this program before what it started; by way of `exit` the cleaning up still runs.
/** @type {(signal: StopSignal) => void} */
let handler = (signal) => {
  process.exit(128 + constants.signals[signal]);
};

/** Call once, when the program begins. */
export function watchSignals() {
  for (const signal of STOP_SIGNALS) process.on(signal, () => handler(signal));
  if (process.env.npm_execpath !== undefined) watchParent();
}

/** @param {(signal: StopSignal) => void} next what a request to stop does from now on */
export function onStopSignal(next) {
  handler = next;
}

/** A signal sent to npm alone ends npm and does not come down here: npm's end means stop as well. */
function watchParent() {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    handler('SIGTERM');
  }, PARENT_LOOK_MS);
  timer.unref();
}
