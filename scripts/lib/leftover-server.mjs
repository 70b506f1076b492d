import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { say } from './log.mjs';
import { beginningOf } from './process-identity.mjs';
import { dataDirectory } from './repository.mjs';

const STOP_TIMEOUT_MS = 10_000;

/** @typedef {{ pid: number, beginning: string | null }} ProcessName */

/** @typedef {{ server: ProcessName, owner: ProcessName, address?: string | null }} Remembered */

/**
 * Remembers which server this program started, for the next start after a crash of this one. What another start that
 * lives has remembered stays.
 *
 * @param {number} pid
 * @param {string | null} [address] where it is, once that is known
 */
export function rememberServer(pid, address = null) {
  if (othersServer() !== null) return;
  mkdirSync(dirname(file()), { recursive: true });
  writeFileSync(file(), JSON.stringify({ server: nameOf(pid), owner: nameOf(process.pid), address }));
}

export function forgetServer() {
  if (othersServer() === null) rmSync(file(), { force: true });
}

/** Where the server is that another start from here runs; `null` when there is none, or it does not serve yet. */
export function addressOfOther() {
  return othersServer()?.address ?? null;
}

/** @returns {Remembered | null} */
function othersServer() {
  const remembered = readRemembered();
  return remembered !== null && remembered.owner.pid !== process.pid && isAlive(remembered.owner) ? remembered : null;
}

/** Stops the server of a start that was killed: it would hold its ports for ever. One whose start lives is left alone. */
export async function stopLeftoverServer() {
  const remembered = readRemembered();
  if (remembered === null || isAlive(remembered.owner) || !isAlive(remembered.server)) return;
  say('  Stopping the server that an earlier start left running');
  process.kill(remembered.server.pid, 'SIGTERM');
  const deadline = performance.now() + STOP_TIMEOUT_MS;
  while (isAlive(remembered.server)) {
    if (performance.now() > deadline) process.kill(remembered.server.pid, 'SIGKILL');
    await pause(20);
  }
}

/** @returns {Remembered | null} */
function readRemembered() {
  if (!existsSync(file())) return null;
  try {
    return JSON.parse(readFileSync(file(), 'utf8'));
  } catch (error) {
    // Cut off while it was written: then nothing was started after it either.
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** @param {ProcessName} name */
function isAlive({ pid, beginning }) {
  return beginning !== null && beginningOf(pid) === beginning;
}

/**
 * @param {number} pid
 * @returns {ProcessName}
 */
function nameOf(pid) {
  return { pid, beginning: beginningOf(pid) };
}

function file() {
  return join(dataDirectory(), 'server.json');
}
