import { roleSchema } from '../../src-shared/role.ts';
import type { DeviceRecord } from '../auth/device-store.ts';
import { type DeviceGrant, judgeClaim, mayApprove, type PairingRecord } from '../auth/pairing-rules.ts';
import {
  type ClaimOutcome,
  type DevicePlace,
  MAX_WAITING,
  type NewPairing,
  type PairingStore,
} from '../auth/pairing-store.ts';
import { AppError } from '../base/app-error.ts';
import { accessTransaction } from './access-transaction.ts';
import { DEVICE_COLUMNS, type DeviceRow, decodeDeviceRow, nameTaken } from './device-row.ts';
import type { DatabaseConnection } from './mysql-connection.ts';
import type { Database } from './pool.ts';
import { refuseNameOfDevice, refuseNameOfPerson } from './taken-names.ts';
import { forClients } from './write-transaction.ts';

/** Codes of devices that are about to join, in `orderdeck_pairings`. */
export class MysqlPairingStore implements PairingStore {
  constructor(private readonly database: Pick<Database, 'use'>) {}

  async add({ codeHash, claimHash, grant }: NewPairing, lifeMs: number): Promise<number> {
    return this.run(async (connection) => {
      await connection.execute('DELETE FROM orderdeck_pairings WHERE expires_at <= NOW(6)');
      if (grant !== null) await refuseTakenName(connection, grant.name);
      const [waiting] = await connection.query<{ count: number }>(
        "SELECT COUNT(*) AS count FROM orderdeck_pairings WHERE kind = 'request' AND role IS NULL",
      );
      if (grant === null && Number(waiting?.count) >= MAX_WAITING) {
        throw new AppError('rate-limited', 'Too many devices wait to be let in. Try again in ten minutes.');
      }
      const kind = claimHash === null ? 'offer' : 'request';
      await connection.execute(
        `INSERT INTO orderdeck_pairings (code_hash, kind, claim_hash, name, role, created_by, expires_at)
         VALUES (?, ?, ?, ?, ?, ?, NOW(6) + INTERVAL ? MICROSECOND)`,
        [codeHash, kind, claimHash, grant?.name ?? null, grant?.role ?? null, grant?.createdBy ?? null, lifeMs * 1000],
      );
      const [row] = await connection.query<{ ends_s: string }>(
        'SELECT UNIX_TIMESTAMP(expires_at) AS ends_s FROM orderdeck_pairings WHERE code_hash = ?',
        [codeHash],
      );
      return Math.round(Number(row?.ends_s) * 1000);
    });
  }

  async approve(codeHash: string, grant: DeviceGrant, lifeMs: number): Promise<boolean> {
    if (!mayApprove(await this.run((connection) => read(connection, codeHash)))) return false;
    return accessTransaction(this.database, async (connection) => {
      if (!mayApprove(await read(connection, codeHash, 'FOR UPDATE'))) return false;
      await refuseTakenName(connection, grant.name);
      await connection.execute(
        `UPDATE orderdeck_pairings SET name = ?, role = ?, created_by = ?, expires_at = NOW(6) + INTERVAL ? MICROSECOND
         WHERE code_hash = ?`,
        [grant.name, grant.role, grant.createdBy, lifeMs * 1000, codeHash],
      );
      return true;
    });
  }

  async claim(codeHash: string, claimHash: string | null, place: DevicePlace): Promise<ClaimOutcome> {
    // Without a lock first: a lock on a row that is not there holds up those who add one beside it.
    const early = judgeClaim(await this.run((connection) => read(connection, codeHash)), claimHash);
    if (early.kind !== 'join') return early;
    return accessTransaction(this.database, async (connection) => {
      const judgement = judgeClaim(await read(connection, codeHash, 'FOR UPDATE'), claimHash);
      if (judgement.kind !== 'join') return judgement;
      await refuseNameOfPerson(connection, judgement.grant.name);
      const device = await join(connection, judgement.grant, place);
      await connection.execute('DELETE FROM orderdeck_pairings WHERE code_hash = ?', [codeHash]);
      return { kind: 'joined', device };
    });
  }

  private async run<T>(run: (connection: DatabaseConnection) => Promise<T>): Promise<T> {
    try {
      return await this.database.use(run);
    } catch (error) {
      throw forClients(error);
    }
  }
}

interface PairingRow {
  readonly kind: PairingRecord['kind'];
  readonly claim_hash: string | null;
  readonly name: string | null;
  readonly role: string | null;
  readonly created_by: string | null;
  readonly left_us: number | string;
}

async function read(connection: DatabaseConnection, codeHash: string, lock = ''): Promise<PairingRecord | null> {
  const [row] = await connection.query<PairingRow>(
    `SELECT kind, claim_hash, name, role, created_by, TIMESTAMPDIFF(MICROSECOND, NOW(6), expires_at) AS left_us
     FROM orderdeck_pairings WHERE code_hash = ? ${lock}`,
    [codeHash],
  );
  if (row === undefined) return null;
  const { name, role, created_by } = row;
  const isGranted = name !== null && role !== null && created_by !== null;
  return {
    kind: row.kind,
    claimHash: row.claim_hash,
    grant: isGranted ? { name, role: roleSchema.parse(role), createdBy: created_by } : null,
    leftMs: Number(row.left_us) / 1000,
  };
}

async function join(connection: DatabaseConnection, grant: DeviceGrant, place: DevicePlace): Promise<DeviceRecord> {
  const { address, userAgent } = place;
  const values = [grant.name, grant.role, grant.createdBy, address.slice(0, 64), userAgent?.slice(0, 255) ?? null];
  try {
    const { insertId } = await connection.execute(
      `INSERT INTO orderdeck_devices (name, role, created_by, last_seen_at, last_address, user_agent)
       VALUES (?, ?, ?, NOW(6), ?, ?)`,
      values,
    );
    const [row] = await connection.query<DeviceRow>(`SELECT ${DEVICE_COLUMNS} FROM orderdeck_devices WHERE id = ?`, [
      insertId,
    ]);
    if (row === undefined) throw new Error('the device that was just added is not there');
    return decodeDeviceRow(row);
  } catch (error) {
    throw nameTaken(error, grant.name);
  }
}

async function refuseTakenName(connection: DatabaseConnection, name: string): Promise<void> {
  await refuseNameOfPerson(connection, name);
  await refuseNameOfDevice(connection, name);
}
