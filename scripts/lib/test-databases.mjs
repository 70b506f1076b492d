import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readGreeting } from './database-greeting.mjs';
import { ensureDatabaseProgram, findDatabaseProgram, inspectDatabaseProgram } from './database-program.mjs';
import { ScriptError, step } from './log.mjs';
import { PrivateDatabase } from './private-database.mjs';

/** @typedef {import('./database-program.mjs').DatabaseProgram} DatabaseProgram */

/**
 * A server the tests run on, and a program of the same kind for the tests that kill theirs.
 *
 * @typedef {{ url: string, name: string, program: string | null }} TestServer
 */

// The tests open many connections, and none of them needs to survive a power cut.
const FLAGS = ['--max-connections=500', '--innodb-flush-log-at-trx-commit=2', '--innodb-buffer-pool-size=256M'];

/**
 * The servers named in TEST_DATABASES (DSNs separated by commas), else one of our own in a temporary folder.
 *
 * @param {readonly string[]} flags further ones of the server of our own
 * @returns {Promise<{ servers: TestServer[], stop: () => Promise<void> }>}
 */
export async function openTestDatabases(flags = []) {
  const urls = listOf(process.env.TEST_DATABASES);
  if (urls.length === 0) return startOwnServer(flags);
  const programs = await knownPrograms();
  const servers = [];
  for (const url of urls) {
    const name = await greetingOf(url);
    const program = programs.find((candidate) => sameKind(candidate.name, name));
    servers.push({ url, name, program: program?.server ?? null });
  }
  return { servers, stop: async () => undefined };
}

/** @param {readonly string[]} flags @returns {Promise<{ servers: TestServer[], stop: () => Promise<void> }>} */
async function startOwnServer(flags) {
  const program = await ensureDatabaseProgram();
  const directory = mkdtempSync(join(tmpdir(), 'orderdeck-test-'));
  process.once('exit', () => rmSync(directory, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }));
  const database = new PrivateDatabase({ program, directory, flags: [...FLAGS, ...flags] });
  await step(`Starting ${program.name} for the tests`, () => database.start());
  return {
    servers: [{ url: database.url, name: database.name, program: program.server }],
    stop: () => database.stop(),
  };
}

/** Servers that can be started here: those of TEST_DATABASE_PROGRAMS (paths separated by commas), and one of the system. */
async function knownPrograms() {
  const named = await Promise.all(listOf(process.env.TEST_DATABASE_PROGRAMS).map(inspectDatabaseProgram));
  return [...named, await findDatabaseProgram()].filter((program) => program !== null);
}

/**
 * @param {string} text a DSN such as mysql://root@127.0.0.1:3306/
 * @throws ScriptError when no server answers there
 */
async function greetingOf(text) {
  const url = URL.canParse(text) ? new URL(text) : null;
  const name = url === null ? null : await readGreeting(url.hostname, Number(url.port || 3306), 10_000);
  if (url === null || name === null) {
    throw new ScriptError(`TEST_DATABASES: no MySQL or MariaDB answers at ${url?.host ?? JSON.stringify(text)}.`);
  }
  return name;
}

/**
 * @param {string} one as in `MariaDB 10.11.19`
 * @param {string} other
 */
function sameKind(one, other) {
  return one.split(' ')[0] === other.split(' ')[0];
}

/** @param {string | undefined} text */
function listOf(text) {
  return (text ?? '')
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}
