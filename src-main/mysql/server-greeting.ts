/** What a MySQL server says first, before anybody logs in. */
export interface ServerGreeting {
  /** As it names itself; a gateway may name another version than the server behind it has. */
  readonly version: string;
  readonly offersTls: boolean;
}

const HEADER = 4;
const PROTOCOL_10 = 10;
const ERROR = 0xff;
const CLIENT_SSL = 0x0800;
/** Thread id, first part of the challenge, a zero. */
const BEFORE_CAPABILITIES = 4 + 8 + 1;

/**
 * @param bytes what has come so far
 * @returns `null` when this is no MySQL server, `'more'` when it may become one. An error, such as the one for machines
 *   that may not connect, is a greeting too: of no version.
 */
export function parseGreeting(bytes: Buffer): ServerGreeting | 'more' | null {
  if (bytes.length <= HEADER) return 'more';
  if (bytes[3] !== 0) return null;
  const length = bytes.readUIntLE(0, 3);
  if (bytes[HEADER] === ERROR) return length > 3 ? { version: '', offersTls: false } : null;
  if (bytes[HEADER] !== PROTOCOL_10) return null;
  if (bytes.length < HEADER + length) return 'more';
  const end = bytes.indexOf(0, HEADER + 1);
  const at = end + 1 + BEFORE_CAPABILITIES;
  if (end === -1 || bytes.length < at + 2) return null;
  const offersTls = (bytes.readUInt16LE(at) & CLIENT_SSL) !== 0;
  return { version: bytes.toString('latin1', HEADER + 1, end), offersTls };
}

/** In plain words, what it may be that sent these bytes. */
export function describeStranger(bytes: Buffer): string {
  const text = bytes.toString('latin1');
  if (/^HTTP\/\d/.test(text)) return 'a web server';
  if (text.startsWith('SSH-')) return 'an SSH server';
  if (/^220[ -]|^\* OK|^\+OK/.test(text)) return 'a mail or file server';
  if (/^-(ERR|DENIED|NOAUTH)/.test(text)) return 'a Redis server';
  if (/^E.*SFATAL/s.test(text)) return 'a PostgreSQL server';
  if (bytes[HEADER] === 0x0b && bytes.length < 64)
    return 'the X Protocol of MySQL (the port wanted here is usually 3306)';
  if (bytes[0] === 0x15) return 'a server that speaks TLS from the first byte';
  const start = text
    .slice(0, 40)
    .replace(/[^ -~]+/g, ' ')
    .trim();
  return start === '' ? 'another program' : `another program, which begins with "${start}"`;
}
