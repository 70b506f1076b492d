import type { NewPersonRecord, PeopleStore, PersonRecord, PersonRecordChanges } from '../auth/people-store.ts';
import { AppError } from '../base/app-error.ts';
import { raiseAccessGeneration } from './access-generation.ts';
import { accessTransaction } from './access-transaction.ts';
import type { DatabaseConnection, SqlRunner } from './mysql-connection.ts';
import { mysqlErrno } from './mysql-error.ts';
import { PERSON_COLUMNS, type PersonRow, personOfRow } from './person-row.ts';
import type { Database } from './pool.ts';
import { refuseNameOfDevice } from './taken-names.ts';
import { forClients } from './write-transaction.ts';

const DUPLICATE_ENTRY = 1062;
const CAN_ADMINISTER = "role = 'admin' AND disabled = FALSE AND password_hash IS NOT NULL";
const COLUMN_OF = {
  name: 'name',
  role: 'role',
  passwordHash: 'password_hash',
  pinHash: 'pin_hash',
  badgeHash: 'badge_hash',
  disabled: 'disabled',
} as const satisfies Record<keyof PersonRecordChanges, string>;

/** People in `orderdeck_people`. */
export class MysqlPeopleStore implements PeopleStore {
  constructor(private readonly database: Database) {}

  list(): Promise<readonly PersonRecord[]> {
    return this.read(this.database, 'ORDER BY name, id', []);
  }

  async get(id: number): Promise<PersonRecord | null> {
    return (await this.read(this.database, 'WHERE id = ?', [id]))[0] ?? null;
  }

  async byName(name: string): Promise<PersonRecord | null> {
    return (await this.read(this.database, 'WHERE name = ?', [name]))[0] ?? null;
  }

  async byBadge(badgeHash: string): Promise<PersonRecord | null> {
    return (await this.read(this.database, 'WHERE badge_hash = ?', [badgeHash]))[0] ?? null;
  }

  add(person: NewPersonRecord): Promise<PersonRecord> {
    return this.write((connection) => this.insert(connection, person));
  }

  addFirstAdmin(person: NewPersonRecord): Promise<PersonRecord | null> {
    return this.write(async (connection) => {
      await lockPeople(connection);
      return (await hasAdmin(connection)) ? null : this.insert(connection, person);
    });
  }

  change(id: number, changes: PersonRecordChanges, keepSession: string | null = null): Promise<PersonRecord | null> {
    return this.write(async (connection) => {
      await lockPeople(connection);
      const before = await this.one(connection, id);
      if (before === null) return null;
      const { name = before.name } = changes;
      if (name !== before.name) await refuseNameOfDevice(connection, name);
      const assignments = Object.entries(changes).map(([name, value]) => ({
        column: COLUMN_OF[name as keyof PersonRecordChanges],
        value,
      }));
      const anew = changesSecret(changes)
        ? [
            { column: 'failures', value: 0 },
            { column: 'locked_until', value: null },
          ]
        : [];
      const all = [...assignments, ...anew];
      if (all.length > 0) {
        await connection.execute(`UPDATE orderdeck_people SET ${all.map(() => '?? = ?').join(', ')} WHERE id = ?`, [
          ...all.flatMap(({ column, value }) => [column, value]),
          id,
        ]);
      }
      await this.keepAnAdmin(connection, before);
      if (changesSecret(changes) || changes.disabled === true) await endSessions(connection, id, keepSession);
      await raiseAccessGeneration(connection);
      return this.one(connection, id);
    });
  }

  remove(id: number): Promise<PersonRecord | null> {
    return this.write(async (connection) => {
      await lockPeople(connection);
      const before = await this.one(connection, id);
      if (before === null) return null;
      await connection.execute('DELETE FROM orderdeck_people WHERE id = ?', [id]);
      await this.keepAnAdmin(connection, before);
      await endSessions(connection, id, null);
      await raiseAccessGeneration(connection);
      return before;
    });
  }

  async hasAdmin(): Promise<boolean> {
    try {
      return await hasAdmin(this.database);
    } catch (error) {
      throw forClients(error);
    }
  }

  async beginTry(id: number, failures: number, lockMs: number): Promise<boolean> {
    try {
      const { affectedRows } = await this.database.execute(
        `UPDATE orderdeck_people SET failures = failures + 1,
           locked_until = IF(? = 0, NULL, NOW(6) + INTERVAL ? MICROSECOND)
         WHERE id = ? AND failures = ? AND (locked_until IS NULL OR locked_until <= NOW(6))`,
        [lockMs, lockMs * 1000, id, failures],
      );
      return affectedRows === 1;
    } catch (error) {
      throw forClients(error);
    }
  }

  async succeeded(id: number): Promise<void> {
    try {
      await this.database.execute(
        'UPDATE orderdeck_people SET failures = 0, locked_until = NULL, last_seen_at = NOW(6) WHERE id = ?',
        [id],
      );
    } catch (error) {
      throw forClients(error);
    }
  }

  private async insert(connection: DatabaseConnection, person: NewPersonRecord): Promise<PersonRecord> {
    await refuseNameOfDevice(connection, person.name);
    const { insertId } = await connection.execute(
      'INSERT INTO orderdeck_people (name, role, password_hash, pin_hash, badge_hash) VALUES (?, ?, ?, ?, ?)',
      [person.name, person.role, person.passwordHash, person.pinHash, person.badgeHash],
    );
    const added = await this.one(connection, insertId);
    if (added === null) throw new Error('A person who was added is not there.');
    return added;
  }

  private async one(runner: SqlRunner, id: number): Promise<PersonRecord | null> {
    return (await this.read(runner, 'WHERE id = ?', [id]))[0] ?? null;
  }

  private async read(runner: SqlRunner, which: string, values: readonly unknown[]): Promise<PersonRecord[]> {
    try {
      const rows = await runner.query<PersonRow>(`SELECT ${PERSON_COLUMNS} FROM orderdeck_people ${which}`, values);
      return rows.map(personOfRow);
    } catch (error) {
      throw forClients(error);
    }
  }

  /** @throws AppError `conflict`, which rolls the transaction back, when it took away the last admin */
  private async keepAnAdmin(connection: DatabaseConnection, before: PersonRecord): Promise<void> {
    const couldAdminister = before.role === 'admin' && !before.disabled && before.passwordHash !== null;
    if (!couldAdminister || (await hasAdmin(connection))) return;
    throw new AppError(
      'conflict',
      `${before.name} is the last admin who can sign in. Make somebody else an admin first; nothing was changed.`,
    );
  }

  private async write<T>(run: (connection: DatabaseConnection) => Promise<T>): Promise<T> {
    try {
      return await accessTransaction(this.database, run);
    } catch (error) {
      if (mysqlErrno(error) !== DUPLICATE_ENTRY) throw error;
      const isBadge = error instanceof Error && error.message.includes('orderdeck_badge');
      throw new AppError(
        'conflict',
        isBadge ? 'This badge is somebody else’s already.' : 'Somebody has this name already. Choose another one.',
        { cause: error },
      );
    }
  }
}

function changesSecret({ passwordHash, pinHash, badgeHash }: PersonRecordChanges): boolean {
  return passwordHash !== undefined || pinHash !== undefined || badgeHash !== undefined;
}

/** One change of the people at a time, so that two at once cannot each leave the other as the last admin. */
async function lockPeople(connection: DatabaseConnection): Promise<void> {
  await connection.query('SELECT id FROM orderdeck_people FOR UPDATE');
}

async function hasAdmin(runner: SqlRunner): Promise<boolean> {
  const found = await runner.query(`SELECT id FROM orderdeck_people WHERE ${CAN_ADMINISTER} LIMIT 1`);
  return found.length > 0;
}

async function endSessions(connection: DatabaseConnection, personId: number, keep: string | null): Promise<void> {
  await connection.execute('DELETE FROM orderdeck_sessions WHERE person_id = ? AND id <> ?', [personId, keep ?? '']);
}
