import { hashSecret, newSessionKey, writeSessionKey } from '../../src-main/auth/session-secret.ts';
import type { Role } from '../../src-shared/role.ts';
import type { TestDatabase } from './database.ts';

export interface SignedIn {
  readonly personId: number;
  readonly sessionId: string;
  /** The value of the cookie, or of a refresh token. */
  readonly key: string;
}

/** A person of this role with a session, as if they had signed in. */
export async function signIn(
  database: TestDatabase,
  name: string,
  role: Role,
  kind: 'browser' | 'program' = 'browser',
): Promise<SignedIn> {
  await database.query('INSERT IGNORE INTO orderdeck_people (name, role) VALUES (?, ?)', [name, role]);
  const [person] = await database.query<{ id: number }>('SELECT id FROM orderdeck_people WHERE name = ?', [name]);
  const personId = Number(person?.id);
  const key = newSessionKey();
  await database.query(
    `INSERT INTO orderdeck_sessions (id, kind, person_id, secret_hash, address, expires_at)
     VALUES (?, ?, ?, ?, '127.0.0.1', NOW(6) + INTERVAL 1 HOUR)`,
    [key.id, kind, personId, hashSecret(key.secret)],
  );
  return { personId, sessionId: key.id, key: writeSessionKey(key) };
}

/** As every part of the program does that takes a right away. */
export async function raiseGeneration(database: TestDatabase): Promise<void> {
  await database.query("UPDATE orderdeck_meta SET value = value + 1 WHERE name = 'access_generation'");
}
