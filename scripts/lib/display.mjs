import { connect } from 'node:net';

const ANSWER_TIMEOUT_MS = 3_000;

/** @typedef {Record<string, string | undefined>} Environment */

/**
 * Whether a window can be shown.
 *
 * @param {Environment} [env]
 * @param {NodeJS.Platform} [platform]
 * @returns {Promise<string | null>} `null` when it can, else in plain words why not
 */
export async function whyNoDisplay(env = process.env, platform = process.platform) {
  if (platform === 'win32' || platform === 'darwin' || env.WAYLAND_DISPLAY) return null;
  const { DISPLAY: display } = env;
  if (!display) return 'there is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set)';
  for (const target of targetsOf(display)) if (await answers(target)) return null;
  return `the display ${display} (DISPLAY) does not answer`;
}

/**
 * Electron asks X11 by default, and older ones do so where there is only Wayland.
 *
 * @param {Environment} [env]
 * @returns {string[]} arguments for Electron
 */
export function displayArguments(env = process.env) {
  return env.WAYLAND_DISPLAY && !env.DISPLAY ? ['--ozone-platform-hint=auto'] : [];
}

/**
 * Where an X11 display listens: `:1` on a socket of this machine, `host:1` on TCP.
 *
 * @param {string} display
 * @returns {import('node:net').NetConnectOpts[]}
 */
export function targetsOf(display) {
  const [, host = '', digits = ''] = /^(.*):(\d+)(?:\.\d+)?$/.exec(display) ?? [];
  if (digits === '') return [];
  const path = `/tmp/.X11-unix/X${digits}`;
  // Some listen only under an abstract name, which no folder shows.
  if (host === '' || host === 'unix') return [{ path }, { path: `\0${path}` }];
  return [{ host, port: 6_000 + Number(digits) }];
}

/**
 * @param {import('node:net').NetConnectOpts} target
 * @returns {Promise<boolean>}
 */
function answers(target) {
  return new Promise((resolve) => {
    const socket = connect(target);
    const done = (/** @type {boolean} */ answered) => {
      socket.destroy();
      resolve(answered);
    };
    socket.setTimeout(ANSWER_TIMEOUT_MS, () => done(false));
    socket.once('connect', () => done(true));
    socket.once('error', () => done(false));
  });
}
