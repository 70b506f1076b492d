import { afterAll } from 'vitest';
import { type OwnDatabaseServer, startOwnDatabaseServer } from '../support/private-database.ts';
import { LimitedDisk } from './limited-disk.ts';

interface Opened {
  readonly server: OwnDatabaseServer;
  readonly disk: LimitedDisk | null;
}

const opened = new Map<string, Promise<Opened>>();

afterAll(async () => {
  for (const waiting of opened.values()) {
    const { server, disk } = await waiting;
    await server.remove();
    disk?.unmount();
  }
});

/** A database server that a row may kill; the rows of one file share one, since to make one takes seconds. */
export async function ownDatabase(flags: readonly string[]): Promise<OwnDatabaseServer> {
  return (await once(flags.join(' '), () => start(flags, null))).server;
}

// Without a disk to mount, InnoDB's one file may not grow beyond what a disk would hold.
const ONE_FILE = ['--innodb-file-per-table=OFF', '--innodb-data-file-path=ibdata1:12M:autoextend:max:40M'];

/** The same on a disk that can be filled; `disk` is `null` where none may be mounted. */
export function databaseOnLimitedDisk(): Promise<Opened> {
  return once('on a limited disk', () => {
    const disk = LimitedDisk.mount();
    return start(['--skip-log-bin', ...(disk === null ? ONE_FILE : [])], disk);
  });
}

async function start(flags: readonly string[], disk: LimitedDisk | null): Promise<Opened> {
  return { server: await startOwnDatabaseServer(flags, disk?.directory), disk };
}

function once(key: string, make: () => Promise<Opened>): Promise<Opened> {
  const made = opened.get(key) ?? make();
  opened.set(key, made);
  return made;
}
