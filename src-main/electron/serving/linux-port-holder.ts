import { readdir, readFile, readlink } from 'node:fs/promises';
import { basename } from 'node:path';
import { listeningInodes } from './proc-net-tcp.ts';

/** Looks through the processes of this user; those of others do not show what they have open. `null`: not found. */
export async function linuxPortHolder(port: number): Promise<string | null> {
  const tables = await Promise.all(['/proc/net/tcp', '/proc/net/tcp6'].map(textOf));
  const sockets = new Set(tables.flatMap((table) => listeningInodes(table, port)).map((inode) => `socket:[${inode}]`));
  if (sockets.size === 0) return null;
  for (const pid of await namesIn('/proc')) {
    if (!/^\d+$/.test(pid) || !(await hasOpen(`/proc/${pid}/fd`, sockets))) continue;
    return `${await programOf(pid)} (process ${pid})`;
  }
  return null;
}

async function hasOpen(folder: string, targets: ReadonlySet<string>): Promise<boolean> {
  const names = await namesIn(folder);
  const open = await Promise.all(names.map((name) => linkOf(`${folder}/${name}`)));
  return open.some((target) => targets.has(target));
}

async function programOf(pid: string): Promise<string> {
  const file = (await linkOf(`/proc/${pid}/exe`)).replace(/ \(deleted\)$/, '');
  return file === '' ? (await textOf(`/proc/${pid}/comm`)).trim() : basename(file);
}

// Processes end while they are looked at, and those of other users refuse: both have nothing to show.
function textOf(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '');
}

function linkOf(path: string): Promise<string> {
  return readlink(path).catch(() => '');
}

function namesIn(path: string): Promise<string[]> {
  return readdir(path).catch(() => []);
}
