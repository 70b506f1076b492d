import { findProgram } from './database-program.mjs';
import { run } from './run.mjs';
import { installSystemPackage } from './system-packages.mjs';

/** @typedef {{ server: string, name: string }} RedisProgram */

const NAMES = ['redis-server', 'valkey-server'];
const PACKAGES = ['redis-server', 'valkey-server'];

/** @returns {Promise<RedisProgram | null>} the first that is installed and runs */
export async function findRedisProgram() {
  for (const name of NAMES) {
    const server = findProgram(name);
    if (server === null) continue;
    const { code, output } = await run(server, ['--version'], { timeoutMs: 20_000 });
    const version = /v=(\S+)/.exec(output)?.[1];
    if (code === 0 && version !== undefined) return { server, name: `${nameOf(name)} ${version}` };
  }
  return null;
}

/** Finds one, and where there is none installs one from the system's packages. @returns {Promise<RedisProgram | null>} */
export async function ensureRedisProgram() {
  for (const name of [null, ...PACKAGES]) {
    if (name !== null && (await installSystemPackage(name)) !== null) continue;
    const found = await findRedisProgram();
    if (found !== null) return found;
  }
  return null;
}

/** @param {string} name */
function nameOf(name) {
  return name.startsWith('valkey') ? 'Valkey' : 'Redis';
}
