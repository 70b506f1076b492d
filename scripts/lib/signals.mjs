import { constants } from 'node:os';

/** @typedef {'SIGINT' | 'SIGTERM' | 'SIGHUP'} StopSignal */

/** @type {readonly StopSignal[]} */
const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

// Left alone, a signal would end this program before what it started; by way of `exit` the cleaning up still runs.
/** @type {(signal: StopSignal) => void} */
let handler = (signal) => {
  process.exit(128 + constants.signals[signal]);
};

/** Call once, when the program begins. */
export function watchSignals() {
  for (const signal of STOP_SIGNALS) process.on(signal, () => handler(signal));
}

/** @param {(signal: StopSignal) => void} next what a request to stop does from now on */
export function onStopSignal(next) {
  handler = next;
}
