import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Letters, digits and what identifiers of other programs are made of; nothing that could be mistaken in a log. */
const GOOD = /^[\w.:=+/-]{1,128}$/;

/** Tells one run of the server from another. */
const run = randomBytes(4).toString('hex');
let count = 0;

/** What a request is called in the log: as the client or a proxy calls it, else a name of our own. */
export function requestIdOf({ headers }: IncomingMessage): string {
  const given = headers['x-request-id'];
  if (typeof given === 'string' && GOOD.test(given)) return given;
  count++;
  return `${run}-${count.toString(36)}`;
}
