import jsonwebtoken, { type SignOptions } from 'jsonwebtoken';
import { hashSecret, newSessionKey, writeSessionKey } from '../../src-main/auth/session-secret.ts';
import type { Role } from '../../src-shared/role.ts';
import type { TestDatabase } from './database.ts';

/** Settings of a server that is open to the network and can be asked without a certificate. */
export const SHARED = {
  BIND_ADDRESS: '0.0.0.0',
  TLS: 'off',
  JWT_SECRET: 'the key of these tests, and of nothing else',
} as const;

/** Both ways in which a server runs, with the settings that make it run so. */
export const MODES: readonly (readonly [mode: string, settings: Readonly<Record<string, string>>])[] = [
  ['local', { JWT_SECRET: SHARED.JWT_SECRET }],
  ['shared', SHARED],
];

/** Somebody with a session of a browser and one of a program. */
export interface KnownPerson {
  readonly id: number;
  readonly name: string;
  /** The `Cookie` header. */
  readonly cookie: string;
  /** Of the browser's session: what the cookie holds. */
  readonly secret: string;
  /** An access token of the program's session. */
  readonly token: string;
  readonly browserSession: string;
  readonly programSession: string;
}

let people = 0;

/** Puts a person who is signed in into the database, as if they had come by the door. @param port names the cookie */
export async function knownPerson(database: TestDatabase, port: number, role: Role): Promise<KnownPerson> {
  const name = `${role} ${++people}`;
  const added = await database.query('INSERT INTO orderdeck_people (name, role) VALUES (?, ?)', [name, role]);
  const { insertId: id } = added as unknown as { insertId: number };
  const [browser, program] = [newSessionKey(), newSessionKey()];
  for (const [kind, key] of [
    ['browser', browser],
    ['program', program],
  ] as const) {
    await database.query(
      `INSERT INTO orderdeck_sessions (id, kind, person_id, secret_hash, address, expires_at)
       VALUES (?, ?, ?, ?, '127.0.0.1', NOW(6) + INTERVAL 1 HOUR)`,
      [key.id, kind, id, hashSecret(key.secret)],
    );
  }
  return {
    id,
    name,
    cookie: `orderdeck-${port}=${writeSessionKey(browser)}`,
    secret: writeSessionKey(browser),
    token: signed({ sub: String(id), sid: program.id, role, name }),
    browserSession: browser.id,
    programSession: program.id,
  };
}

/** A token with these claims; everything else as the server writes it, unless it is said otherwise. */
export function signed(claims: object, key: string = SHARED.JWT_SECRET, options: SignOptions = TEN_MINUTES): string {
  return jsonwebtoken.sign(claims, key, { algorithm: 'HS256', issuer: 'orderdeck', ...options });
}

const TEN_MINUTES = { expiresIn: 600 };
