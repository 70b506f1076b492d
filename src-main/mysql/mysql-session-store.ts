import { type SessionEntry, sessionEntrySchema } from '../../src-shared/access.ts';
import { roleSchema } from '../../src-shared/role.ts';
import type {
  FoundSessions,
  NewSession,
  SessionLife,
  SessionRecord,
  SessionStore,
  SessionsOf,
} from '../auth/session-store.ts';
import { raiseAccessGeneration } from './access-generation.ts';
import type { DatabaseConnection } from './mysql-connection.ts';
import type { Database } from './pool.ts';
import { forClients } from './write-transaction.ts';

interface SessionRow {
  readonly generation: string;
  readonly id: string | null;
  readonly kind: string;
  readonly secret_hash: string;
  readonly former_hash: string | null;
  readonly expires_ms: number;
  readonly created_ms: number;
  readonly person_id: number | null;
  readonly person_name: string | null;
  readonly person_role: string | null;
  readonly disabled: number | null;
  readonly device_id: number | null;
  readonly device_name: string | null;
  readonly device_role: string | null;
}

// One statement, so that sessions and generation are of one instant. A session whose person or device is gone, or whose
// person is disabled, is nobody's: it is as if it were not there.
const FIND = `SELECT meta.value AS generation, session.id, session.kind, session.secret_hash, session.former_hash,
    CAST(UNIX_TIMESTAMP(session.expires_at) * 1000 AS SIGNED) AS expires_ms,
    CAST(UNIX_TIMESTAMP(session.created_at) * 1000 AS SIGNED) AS created_ms,
    person.id AS person_id, person.name AS person_name, person.role AS person_role, person.disabled,
    device.id AS device_id, device.name AS device_name, device.role AS device_role
  FROM orderdeck_meta AS meta
  LEFT JOIN orderdeck_sessions AS session ON session.id IN (?) AND session.expires_at > NOW(6)
  LEFT JOIN orderdeck_people AS person ON person.id = session.person_id
  LEFT JOIN orderdeck_devices AS device ON device.id = session.device_id
  WHERE meta.name = 'access_generation'
    AND (session.id IS NULL OR (
      (session.person_id IS NULL OR (person.id IS NOT NULL AND NOT person.disabled))
      AND (session.device_id IS NULL OR device.id IS NOT NULL)
      AND (session.person_id IS NOT NULL OR session.device_id IS NOT NULL)))`;

const LIST = `SELECT session.id, session.kind, person.name AS person, device.name AS device, session.address,
    session.user_agent AS userAgent, session.created_at AS createdAt, session.last_seen_at AS lastSeenAt,
    session.expires_at AS expiresAt
  FROM orderdeck_sessions AS session
  LEFT JOIN orderdeck_people AS person ON person.id = session.person_id
  LEFT JOIN orderdeck_devices AS device ON device.id = session.device_id
  WHERE session.expires_at > NOW(6)
  ORDER BY session.last_seen_at DESC, session.id
  LIMIT 1000`;

const PRUNED_AT_ONCE = 1_000;

/** Sessions in `orderdeck_sessions`; all times are by the database's clock, which all servers share. */
export class MysqlSessionStore implements SessionStore {
  constructor(private readonly database: Database) {}

  add({ id, kind, personId, deviceId, secretHash, address, userAgent, lifeMs }: NewSession): Promise<void> {
    return this.execute(
      `INSERT INTO orderdeck_sessions (id, kind, person_id, device_id, secret_hash, address, user_agent, expires_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, NOW(6) + INTERVAL ? SECOND)`,
      [id, kind, personId, deviceId, secretHash, address, userAgent, Math.round(lifeMs / 1000)],
    );
  }

  async find(ids: readonly string[]): Promise<FoundSessions> {
    const rows = await this.run((connection) => connection.query<SessionRow>(FIND, [ids.length === 0 ? [''] : ids]));
    const sessions = new Map<string, SessionRecord>();
    for (const row of rows) if (row.id !== null) sessions.set(row.id, recordOf(row, row.id));
    // All found sessions left out by their condition leave no row at all.
    const generation = rows[0]?.generation ?? (await this.generation());
    return { generation, sessions };
  }

  async exchange(id: string, secretHash: string, nextHash: string, lifeMs: number): Promise<boolean> {
    const { affectedRows } = await this.run((connection) =>
      connection.execute(
        `UPDATE orderdeck_sessions SET former_hash = secret_hash, secret_hash = ?, last_seen_at = NOW(6),
           expires_at = NOW(6) + INTERVAL ? SECOND
         WHERE id = ? AND secret_hash = ? AND expires_at > NOW(6)`,
        [nextHash, Math.round(lifeMs / 1000), id, secretHash],
      ),
    );
    return affectedRows === 1;
  }

  touch(id: string, address: string, { lifeMs, mostMs }: SessionLife): Promise<void> {
    return this.execute(
      `UPDATE orderdeck_sessions AS session
       LEFT JOIN orderdeck_people AS person ON person.id = session.person_id
       LEFT JOIN orderdeck_devices AS device ON device.id = session.device_id
       SET session.last_seen_at = NOW(6), session.address = ?,
         session.expires_at = LEAST(GREATEST(session.expires_at, NOW(6) + INTERVAL ? SECOND),
           session.created_at + INTERVAL ? SECOND),
         person.last_seen_at = NOW(6), device.last_seen_at = NOW(6), device.last_address = ?
       WHERE session.id = ? AND session.expires_at > NOW(6)`,
      [address, Math.round(lifeMs / 1000), Math.round(mostMs / 1000), address, id],
    );
  }

  revoke(which: SessionsOf, except = ''): Promise<number> {
    const [column, value] = conditionOf(which);
    return this.run((connection) => revokeSessions(connection, column, value, except), true);
  }

  async list(): Promise<readonly SessionEntry[]> {
    const rows = await this.run((connection) =>
      connection.query<SessionEntry & Record<'createdAt' | 'lastSeenAt' | 'expiresAt', string>>(LIST),
    );
    return rows.map((row) => {
      const times = { createdAt: iso(row.createdAt), lastSeenAt: iso(row.lastSeenAt), expiresAt: iso(row.expiresAt) };
      return sessionEntrySchema.parse({ ...row, ...times });
    });
  }

  async generation(): Promise<string> {
    const rows = await this.run((connection) =>
      connection.query<{ value: string }>("SELECT value FROM orderdeck_meta WHERE name = 'access_generation'"),
    );
    return rows[0]?.value ?? '';
  }

  prune(): Promise<void> {
    return this.execute('DELETE FROM orderdeck_sessions WHERE expires_at < NOW(6) ORDER BY expires_at LIMIT ?', [
      PRUNED_AT_ONCE,
    ]);
  }

  private async execute(sql: string, values: readonly unknown[]): Promise<void> {
    await this.run((connection) => connection.execute(sql, values));
  }

  private async run<T>(run: (connection: DatabaseConnection) => Promise<T>, isTransaction = false): Promise<T> {
    try {
      return isTransaction ? await this.database.transaction(run) : await this.database.use(run);
    } catch (error) {
      throw forClients(error);
    }
  }
}

/** In a transaction of whoever takes the right away. @returns how many ended */
export async function revokeSessions(
  connection: DatabaseConnection,
  column: 'id' | 'person_id' | 'device_id',
  value: string | number,
  except = '',
): Promise<number> {
  // First, as in every change of access: two that lock the same rows in another sequence would stop each other.
  await raiseAccessGeneration(connection);
  const { affectedRows } = await connection.execute(`DELETE FROM orderdeck_sessions WHERE ${column} = ? AND id <> ?`, [
    value,
    except,
  ]);
  return affectedRows;
}

function conditionOf(which: SessionsOf): readonly ['id' | 'person_id' | 'device_id', string | number] {
  if ('sessionId' in which) return ['id', which.sessionId];
  return 'personId' in which ? ['person_id', which.personId] : ['device_id', which.deviceId];
}

function recordOf(row: SessionRow, id: string): SessionRecord {
  return {
    id,
    kind: sessionEntrySchema.shape.kind.parse(row.kind),
    secretHash: row.secret_hash,
    formerHash: row.former_hash,
    openedAt: Number(row.created_ms),
    expiresAt: Number(row.expires_ms),
    person:
      row.person_id === null
        ? null
        : {
            id: Number(row.person_id),
            name: row.person_name ?? '',
            role: roleSchema.parse(row.person_role),
            disabled: Number(row.disabled) === 1,
          },
    device:
      row.device_id === null
        ? null
        : { id: Number(row.device_id), name: row.device_name ?? '', role: roleSchema.parse(row.device_role) },
  };
}

/** `2026-11-23 10:00:00.000000` in UTC, which the session's time zone is, as ISO 8601. */
function iso(time: string): string {
  return `${time.replace(' ', 'T').slice(0, 23)}Z`;
}
