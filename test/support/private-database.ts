import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findDatabaseProgram, inspectDatabaseProgram } from '../../scripts/lib/database-program.mjs';
import { PrivateDatabase } from '../../scripts/lib/private-database.mjs';

/** A database server of a test's own, which it may kill, freeze and start again. */
export interface OwnDatabaseServer {
  /** For example `MariaDB 10.11.19`. */
  readonly name: string;
  readonly port: number;
  /** DSN of the administrator, to hand to `createTestDatabase`. */
  readonly url: string;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Ends it as a power cut would; `start` brings it back with its data, on the same port. */
  kill(): Promise<void>;
  /** Stops it from answering while its connections stay open. */
  freeze(): void;
  thaw(): void;
  /** Ends it and removes its data. */
  remove(): Promise<void>;
}

/**
 * Starts a server of the same kind as the one under test, where a program of that kind is at hand (`npm test` names it
 * in TEST_DATABASE_PROGRAM), else of the kind that is installed.
 *
 * @param flags further flags of the server, such as `--auto-increment-increment=2`
 * @param folder for its data, within which it makes one of its own
 */
export async function startOwnDatabaseServer(
  flags: readonly string[] = [],
  folder = tmpdir(),
): Promise<OwnDatabaseServer> {
  const named = process.env.TEST_DATABASE_PROGRAM;
  const program = named === undefined ? await findDatabaseProgram() : await inspectDatabaseProgram(named);
  if (program === null) throw new Error('No database server is installed: run the tests with `npm test`');
  const directory = mkdtempSync(join(folder, 'orderdeck-db-'));
  const database = new PrivateDatabase({ program, directory, flags: ['--max-connections=500', ...flags] });
  const remove = async () => {
    await database.kill();
    rmSync(directory, { recursive: true, force: true });
  };
  try {
    await database.start();
  } catch (error) {
    await remove();
    throw error;
  }
  return Object.assign(database, { remove });
}
