import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

const LISTENING = '0A';

/** Where a program and every process it started accept TCP connections, as /proc tells it: `127.0.0.1:3000`. */
export function listeningSockets(pid: number): string[] {
  const own = new Set(familyOf(pid).flatMap(socketsOf));
  return ['tcp', 'tcp6']
    .flatMap((table) => readFileSync(`/proc/net/${table}`, 'utf8').trim().split('\n').slice(1))
    .map((line) => line.trim().split(/\s+/))
    .filter(([, , , state, , , , , , inode]) => state === LISTENING && own.has(inode ?? ''))
    .map(([, local = '']) => readable(local));
}

function familyOf(pid: number): number[] {
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => ({ pid: Number(name), parent: parentOf(name) }));
  const family = [pid];
  // Grows while it is walked through.
  for (const member of family) {
    family.push(...parents.filter(({ parent }) => parent === member).map((child) => child.pid));
  }
  return family;
}

function parentOf(pid: string): number | null {
  const stat = unlessGone(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  // The name may hold anything, so what follows its last bracket counts.
  return stat === null ? null : Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
}

function socketsOf(pid: number): string[] {
  const names = unlessGone(() => readdirSync(`/proc/${pid}/fd`)) ?? [];
  return names.flatMap((name) => {
    const target = unlessGone(() => readlinkSync(`/proc/${pid}/fd/${name}`)) ?? '';
    return /^socket:\[(\d+)\]$/.exec(target)?.[1] ?? [];
  });
}

/** A process or a file of it may end while it is looked at. */
function unlessGone<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return null;
    throw error;
  }
}

/** @param local as in `0100007F:0BB8`: each four bytes of the address with the last one first */
function readable(local: string): string {
  const [address = '', port = ''] = local.split(':');
  const words = (address.match(/.{8}/g) ?? []).map((word) => (word.match(/../g) ?? []).reverse().join(''));
  const hex = words.join('').replace(/^0{20}ffff/i, '');
  const name =
    hex.length === 8
      ? (hex.match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16)).join('.')
      : hex === `${'0'.repeat(31)}1`
        ? '[::1]'
        : `[${hex}]`;
  return `${name}:${Number.parseInt(port, 16)}`;
}
