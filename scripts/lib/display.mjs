/**
 * Whether a window can be shown, as far as the environment tells.
 *
 * @param {Record<string, string | undefined>} [env]
 * @param {NodeJS.Platform} [platform]
 * @returns {string | null} `null` when it can, else in plain words why not
 */
export function whyNoDisplay(env = process.env, platform = process.platform) {
  if (platform === 'win32' || platform === 'darwin' || env.DISPLAY || env.WAYLAND_DISPLAY) return null;
  return 'there is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set)';
}

/**
 * Electron asks X11 by default, and older ones do so where there is only Wayland.
 *
 * @param {Record<string, string | undefined>} [env]
 * @returns {string[]} arguments for Electron
 */
export function displayArguments(env = process.env) {
  return env.WAYLAND_DISPLAY && !env.DISPLAY ? ['--ozone-platform-hint=auto'] : [];
}
