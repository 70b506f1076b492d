import { createHash } from 'node:crypto';

const MAX = 64;

/** Name for GET_LOCK, which is shared by all databases of a server and takes at most 64 characters. */
export function lockName(purpose: string, database: string): string {
  const name = `orderdeck:${purpose}:${database}`;
  if (name.length <= MAX) return name;
  return `orderdeck:${purpose}:${createHash('sha256').update(database).digest('hex').slice(0, 32)}`;
}
