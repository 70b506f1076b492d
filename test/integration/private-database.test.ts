import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mysql from 'mysql2/promise';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { readGreeting } from '../../scripts/lib/database-greeting.mjs';
import { findDatabaseProgram, inspectDatabaseProgram } from '../../scripts/lib/database-program.mjs';
import { isFree } from '../../scripts/lib/free-port.mjs';
import { PrivateDatabase } from '../../scripts/lib/private-database.mjs';
import { isProcessWith } from '../../scripts/lib/process-identity.mjs';
import { run } from '../../scripts/lib/run.mjs';
import { eventually } from '../support/eventually.ts';

const released: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const release of released.splice(0).reverse()) await release();
});

async function program() {
  const named = process.env.TEST_DATABASE_PROGRAM;
  const found = named === undefined ? await findDatabaseProgram() : await inspectDatabaseProgram(named);
  if (found === null) throw new Error('No database server is installed: run the tests with `npm test`');
  return found;
}

// Prepared by the first test and used by all: preparing takes longer than everything they do.
const top = mkdtempSync(join(tmpdir(), 'orderdeck-own-'));
const directory = join(top, 'server');
afterAll(() => rmSync(top, { recursive: true, force: true }));

async function open(folder = directory): Promise<PrivateDatabase> {
  const database = new PrivateDatabase({ program: await program(), directory: folder });
  released.push(() => database.stop());
  await database.start();
  return database;
}

/** Runs one statement as root over TCP, without a password. */
async function query(database: PrivateDatabase, sql: string): Promise<unknown> {
  const connection = await mysql.createConnection(database.url);
  try {
    const [rows] = await connection.query(sql);
    return rows;
  } finally {
    await connection.end();
  }
}

describe('a database server of our own', () => {
  it('[SCRIPT-20] keeps its data and its port over stop and start, and is prepared only once', async () => {
    const database = await open();
    const { port } = database;
    await query(database, 'CREATE DATABASE kept_over_stop');
    await database.stop();
    expect(await readGreeting('127.0.0.1', port)).toBeNull();
    await database.start();
    expect(database.port).toBe(port);
    expect(await query(database, "SHOW DATABASES LIKE 'kept_over_stop'")).toHaveLength(1);
  });

  it('[SCRIPT-21] survives a SIGKILL, and does not believe the pid file it left', async () => {
    const database = await open();
    await query(database, 'CREATE DATABASE kept_over_kill');
    await database.kill();
    // The number now belongs to somebody else, who must not be mistaken for the server, or be stopped.
    writeFileSync(join(directory, 'server.pid'), `${process.pid}\n`);
    await database.start();
    expect(database.pid).not.toBe(process.pid);
    expect(await query(database, "SHOW DATABASES LIKE 'kept_over_kill'")).toHaveLength(1);
  });

  it('[SCRIPT-22] is joined, not started twice; only who started it stops it', async () => {
    const [first, second] = [await open(), await open()];
    expect(second.pid).toBe(first.pid);
    expect(second.port).toBe(first.port);
    await second.stop();
    expect(await readGreeting('127.0.0.1', first.port)).toBe(first.name);
  });

  it('[SCRIPT-23] that an ended console left running is taken over and stopped', async () => {
    const { flavour, server, installer, name } = await program();
    const module = new URL('../../scripts/lib/private-database.mjs', import.meta.url).href;
    const options = JSON.stringify({ program: { flavour, server, installer, name }, directory });
    const script = `const { PrivateDatabase } = await import(${JSON.stringify(module)});
      await new PrivateDatabase(${options}).start(); process.kill(process.pid, 'SIGKILL');`;
    await run(process.execPath, ['--input-type=module', '-e', script]);
    const left = Number(readFileSync(join(directory, 'server.pid'), 'utf8'));
    expect(isProcessWith(left, `--datadir=${directory}/data`)).toBe(true);
    const database = await open();
    expect(database.pid).toBe(left);
    await database.stop();
    expect(isProcessWith(left, `--datadir=${directory}/data`)).toBe(false);
  });

  it('[SCRIPT-24] listens on 127.0.0.1 alone', async () => {
    const database = await open();
    expect(await query(database, 'SELECT @@bind_address AS address')).toEqual([{ address: '127.0.0.1' }]);
  });

  it('[SCRIPT-28] keeps its temporary files to itself: a starting server removes those it finds', async () => {
    const database = await open();
    expect(await query(database, 'SELECT @@tmpdir AS folder')).toEqual([{ folder: join(directory, 'tmp') }]);
  });

  it('[SCRIPT-25] works in a folder whose path is longer than a socket may have', async () => {
    const database = await open(join(top, 'x'.repeat(110)));
    expect(await query(database, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('[SCRIPT-26] that cannot start says so with the end of its log', async () => {
    const broken = new PrivateDatabase({ program: await program(), directory, flags: ['--no-such-flag=1'] });
    await expect(broken.start()).rejects.toThrow(/ended while starting[\s\S]*no-such-flag/);
  });

  it('[SCRIPT-27] that is frozen answers nobody, and goes on when it is thawed', async () => {
    const database = await open();
    database.freeze();
    expect(await readGreeting('127.0.0.1', database.port, 300)).toBeNull();
    database.thaw();
    expect(await query(database, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('[SCRIPT-29] whose port somebody took while it was away comes up on another one', async () => {
    const database = await open();
    const { port } = database;
    await database.kill();
    expect(database.isRunning).toBe(false);
    const other = createServer();
    await eventually('the port is free', () => isFree(port));
    await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve));
    try {
      await database.start();
      expect(database.port).not.toBe(port);
      expect(database.isRunning).toBe(true);
      expect(await query(database, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    } finally {
      other.close();
    }
  });

  it('[SCRIPT-29] started again and again it leaves no listener behind', async () => {
    const before = process.listenerCount('exit');
    const database = await open();
    for (let time = 0; time < 2; time++) {
      process.kill(database.pid ?? 0, 'SIGKILL');
      await eventually('it has ended', () => !database.isRunning);
      await database.start();
    }
    expect(process.listenerCount('exit')).toBe(before + 1);
  });
});
