import type { DeviceRecord, DeviceStore } from '../auth/device-store.ts';
import { raiseAccessGeneration } from './access-generation.ts';
import { accessTransaction } from './access-transaction.ts';
import { DEVICE_COLUMNS, type DeviceRow, decodeDeviceRow, nameTaken } from './device-row.ts';
import type { DatabaseConnection } from './mysql-connection.ts';
import type { Database } from './pool.ts';
import { refuseNameOfPerson } from './taken-names.ts';
import { forClients } from './write-transaction.ts';

/** The paired devices in `orderdeck_devices`. */
export class MysqlDeviceStore implements DeviceStore {
  constructor(private readonly database: Pick<Database, 'use'>) {}

  async list(): Promise<readonly DeviceRecord[]> {
    const sql = `SELECT ${DEVICE_COLUMNS} FROM orderdeck_devices ORDER BY name, id`;
    const rows = await this.run((connection) => connection.query<DeviceRow>(sql));
    return rows.map(decodeDeviceRow);
  }

  get(id: number): Promise<DeviceRecord | null> {
    return this.run((connection) => read(connection, id));
  }

  change(id: number, changes: Parameters<DeviceStore['change']>[1]): Promise<DeviceRecord | null> {
    return accessTransaction(this.database, async (connection) => {
      const device = await read(connection, id, 'FOR UPDATE');
      if (device === null) return null;
      const { name = device.name, role = device.role } = changes;
      if (name === device.name && role === device.role) return device;
      if (name !== device.name) await refuseNameOfPerson(connection, name);
      try {
        await connection.execute('UPDATE orderdeck_devices SET name = ?, role = ? WHERE id = ?', [name, role, id]);
      } catch (error) {
        throw nameTaken(error, name);
      }
      await raiseAccessGeneration(connection);
      return { ...device, name, role };
    });
  }

  remove(id: number): Promise<DeviceRecord | null> {
    return accessTransaction(this.database, async (connection) => {
      const device = await read(connection, id, 'FOR UPDATE');
      if (device === null) return null;
      await connection.execute('DELETE FROM orderdeck_sessions WHERE device_id = ?', [id]);
      await connection.execute('DELETE FROM orderdeck_devices WHERE id = ?', [id]);
      await raiseAccessGeneration(connection);
      return device;
    });
  }

  async seen(id: number, address: string): Promise<void> {
    const sql = 'UPDATE orderdeck_devices SET last_seen_at = NOW(6), last_address = ? WHERE id = ?';
    await this.run((connection) => connection.execute(sql, [address.slice(0, 64), id]));
  }

  private async run<T>(run: (connection: DatabaseConnection) => Promise<T>): Promise<T> {
    try {
      return await this.database.use(run);
    } catch (error) {
      throw forClients(error);
    }
  }
}

async function read(connection: DatabaseConnection, id: number, lock = ''): Promise<DeviceRecord | null> {
  const sql = `SELECT ${DEVICE_COLUMNS} FROM orderdeck_devices WHERE id = ? ${lock}`;
  const [row] = await connection.query<DeviceRow>(sql, [id]);
  return row === undefined ? null : decodeDeviceRow(row);
}
