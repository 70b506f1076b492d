import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { step } from './log.mjs';
import { lastLines, run } from './run.mjs';

const POLICY = '/usr/sbin/policy-rc.d';

/**
 * Installs packages of the system by apt-get, as root or with a sudo that asks for no password. No service is
 * started: the demo runs a server of its own, and a machine's own services are not ours to begin.
 *
 * @param {...string} names
 * @returns {Promise<string | null>} `null` when they are installed, else in plain words why not
 */
export async function installSystemPackage(...names) {
  if (!(await succeeds('apt-get', ['--version']))) return 'this system has no apt-get';
  const prefix = await rootPrefix();
  if (prefix === null) return 'installing packages takes root or a sudo that asks for no password';
  const apt = (/** @type {string[]} */ ...args) => {
    const [program = '', ...rest] = [...prefix, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...args];
    return run(program, rest, { timeoutMs: 900_000 });
  };
  let reason = null;
  try {
    await step(`Installing ${names.join(' ')} from the system's packages`, async () => {
      const undo = forbidServices(prefix);
      try {
        const update = await apt('-qq', 'update');
        const install = await apt('-qq', '-y', '--no-install-recommends', 'install', ...names);
        if (install.code !== 0) {
          throw new Error(
            `apt-get install ${names.join(' ')} failed:\n${lastLines(update.output + install.output, 12)}`,
          );
        }
      } finally {
        undo();
      }
    });
  } catch (error) {
    reason = /** @type {Error} */ (error).message;
  }
  return reason;
}

/** @returns {Promise<string[] | null>} what to put before a command so that it runs as root; `null` when it cannot */
async function rootPrefix() {
  if (process.getuid?.() === 0) return [];
  return (await succeeds('sudo', ['-n', 'true'])) ? ['sudo', '-n'] : null;
}

/**
 * Debian asks this file before it starts a freshly installed service; 101 means no. One that exists already is the
 * administrator's and stays. Synchronous, so that it is put back even when somebody ends this program meanwhile.
 *
 * @param {readonly string[]} prefix
 * @returns {() => void} puts things back
 */
function forbidServices(prefix) {
  if (existsSync(POLICY)) return () => undefined;
  const asRoot = (/** @type {string} */ script) => {
    const [program = 'sh', ...rest] = [...prefix, 'sh', '-c', script];
    spawnSync(program, rest, { stdio: 'ignore' });
  };
  const undo = () => {
    process.off('exit', undo);
    asRoot(`rm -f ${POLICY}`);
  };
  process.once('exit', undo);
  asRoot(`printf '#!/bin/sh\\nexit 101\\n' > ${POLICY} && chmod 755 ${POLICY}`);
  return undo;
}

/**
 * @param {string} program
 * @param {readonly string[]} args
 */
async function succeeds(program, args) {
  return (await run(program, args)).code === 0;
}
