import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { nameOf } from './database-greeting.mjs';
import { ScriptError } from './log.mjs';
import { run } from './run.mjs';
import { installSystemPackage } from './system-packages.mjs';

/**
 * A database server that can be started here.
 *
 * @typedef {object} DatabaseProgram
 * @property {'mariadb' | 'mysql'} flavour
 * @property {string} server path of `mariadbd` or `mysqld`
 * @property {string | null} installer path of `mariadb-install-db`, which MySQL does not need
 * @property {string} name for example `MariaDB 10.11.19`
 */

// Servers live in sbin, which is not on everybody's PATH.
const SERVER_FOLDERS = ['/usr/sbin', '/usr/local/sbin', '/usr/libexec', '/usr/local/mysql/bin', '/opt/homebrew/bin'];

/** @returns {Promise<DatabaseProgram | null>} the first that is installed */
export async function findDatabaseProgram() {
  for (const name of ['mariadbd', 'mysqld']) {
    const path = findProgram(name);
    const program = path === null ? null : await inspectDatabaseProgram(path);
    if (program !== null) return program;
  }
  return null;
}

/**
 * Finds a server, and where there is none installs one from the system's packages.
 *
 * @throws ScriptError that says how to get one
 */
export async function ensureDatabaseProgram() {
  const found = await findDatabaseProgram();
  if (found !== null) return found;
  const reason = await installSystemPackage('mariadb-server');
  const installed = reason === null ? await findDatabaseProgram() : null;
  if (installed !== null) return installed;
  throw new ScriptError(
    `No database server is installed (${reason ?? 'the package holds none that runs'}). Install MariaDB or MySQL, or name a server with DB_HOST, DB_PORT, DB_USER and DB_PASSWORD in .env.`,
  );
}

/**
 * @param {string} server path of the server
 * @returns {Promise<DatabaseProgram | null>} `null` when it does not run or lacks what it needs
 */
export async function inspectDatabaseProgram(server) {
  const { code, output } = await run(server, ['--no-defaults', '--version'], { timeoutMs: 20_000 });
  const version = /Ver\s+(\S+)/.exec(output)?.[1];
  if (code !== 0 || version === undefined) return null;
  const name = nameOf(version);
  if (!version.includes('MariaDB')) return { flavour: 'mysql', server, installer: null, name };
  const installer = findProgram('mariadb-install-db') ?? findProgram('mysql_install_db');
  // The installer needs this one, which some systems keep in another package.
  const complete = installer !== null && findProgram('my_print_defaults') !== null;
  return complete ? { flavour: 'mariadb', server, installer, name } : null;
}

/**
 * @param {string} name
 * @returns {string | null} its path
 */
export function findProgram(name) {
  for (const folder of [...(process.env.PATH ?? '').split(delimiter), ...SERVER_FOLDERS]) {
    const path = join(folder, name);
    if (folder !== '' && isExecutable(path)) return path;
  }
  return null;
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
