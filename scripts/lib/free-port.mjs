import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname } from 'node:path';
import { ScriptError } from './log.mjs';

// Below the range systems hand out for outgoing connections, so that nothing takes the port before its server does.
const LOWEST = 20_000;
/** Processes that look at the same moment look in different places. */
const SLICES = 40;
const SLICE = 300;
let next = Math.floor(Math.random() * SLICE);

/** @returns {Promise<number>} a port on 127.0.0.1 that nothing listens on, and that this process was not given lately */
export async function freePort() {
  for (let attempt = 0; attempt < SLICE; attempt++) {
    const port = LOWEST + (process.pid % SLICES) * SLICE + next;
    next = (next + 1) % SLICE;
    if (await isFree(port)) return port;
  }
  throw new ScriptError('No free TCP port was found on 127.0.0.1.');
}

/**
 * The port in `file` when it is still free, else a new one, which `file` then remembers.
 *
 * @param {string} file
 */
export async function rememberedPort(file) {
  const remembered = readPort(file);
  if (remembered !== null && (await isFree(remembered))) return remembered;
  const port = await freePort();
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${port}\n`);
  return port;
}

/**
 * @param {string} file
 * @returns {number | null}
 */
function readPort(file) {
  try {
    const port = Number(readFileSync(file, 'utf8'));
    return Number.isInteger(port) && port > 0 && port < 65_536 ? port : null;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT') return null;
    throw error;
  }
}

/**
 * @param {number} port
 * @returns {Promise<boolean>}
 */
export function isFree(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
