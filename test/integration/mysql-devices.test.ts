import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashOfSecret, newPairingCode } from '../../src-main/auth/pairing-code.ts';
import { migrate } from '../../src-main/mysql/migrate.ts';
import { MysqlDeviceStore } from '../../src-main/mysql/mysql-device-store.ts';
import { MysqlPairingStore } from '../../src-main/mysql/mysql-pairing-store.ts';
import type { Database } from '../../src-main/mysql/pool.ts';
import { describeDevices } from '../contract/device-store.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { migrateOptions, openDatabase } from '../support/sql.ts';

let server: TestDatabase;
let database: Database;

beforeAll(async () => {
  server = await createTestDatabase({ create: false });
  await migrate(migrateOptions(server));
  await server.query(`USE \`${server.name}\``);
  database = openDatabase(server);
});
afterAll(async () => {
  await database.end();
  await server.drop();
});

describeDevices('in MySQL', async () => ({
  devices: new MysqlDeviceStore(database),
  pairings: new MysqlPairingStore(database),
  async expire(codeHash) {
    await server.query('UPDATE orderdeck_pairings SET expires_at = NOW(6) WHERE code_hash = ?', [codeHash]);
  },
  async clear() {
    for (const table of ['pairings', 'devices', 'sessions']) await server.query(`DELETE FROM orderdeck_${table}`);
  },
  // Whatever a test borrowed must have come back.
  close: async () => expect(database.usage().inUse).toBe(0),
}));

describe('devices in MySQL', () => {
  const place = { address: '192.0.2.7', userAgent: null };
  const generation = async () => {
    const [row] = await server.query<{ value: string }>(
      "SELECT value FROM orderdeck_meta WHERE name = 'access_generation'",
    );
    return row?.value;
  };

  async function joined(name: string) {
    const pairings = new MysqlPairingStore(database);
    const codeHash = hashOfSecret(newPairingCode());
    await pairings.add({ codeHash, claimHash: null, grant: { name, role: 'viewer', createdBy: 'Ada' } }, 60_000);
    const outcome = await pairings.claim(codeHash, null, place);
    if (outcome.kind !== 'joined') throw new Error(`expected the device to join, it is ${outcome.kind}`);
    return outcome.device;
  }

  it('[DEV-11] a change and a removal raise the generation, and a removal takes the sessions along', async () => {
    const devices = new MysqlDeviceStore(database);
    const device = await joined('Wall');
    const other = await joined('Gate');
    const session = (id: string, deviceId: number) =>
      server.query(
        `INSERT INTO orderdeck_sessions (id, kind, device_id, secret_hash, address) VALUES (?, 'device', ?, '', '')`,
        [id, deviceId],
      );
    await session('a', device.id);
    await session('b', device.id);
    await session('c', other.id);
    const before = Number(await generation());
    await devices.change(device.id, { role: 'operator' });
    expect(await generation()).toBe(String(before + 1));
    await devices.change(device.id, { role: 'operator' });
    await devices.seen(device.id, place.address);
    expect(await generation()).toBe(String(before + 1));
    await devices.remove(device.id);
    expect(await generation()).toBe(String(before + 2));
    expect(await server.query('SELECT id FROM orderdeck_sessions')).toEqual([{ id: 'c' }]);
  });

  it('[DEV-12] codes and secrets are stored as hashes alone', async () => {
    await server.query('DELETE FROM orderdeck_pairings');
    const code = newPairingCode();
    const pairings = new MysqlPairingStore(database);
    await pairings.add({ codeHash: hashOfSecret(code), claimHash: hashOfSecret('secret'), grant: null }, 60_000);
    const rows = JSON.stringify(await server.query('SELECT * FROM orderdeck_pairings'));
    expect(rows).toContain(hashOfSecret(code));
    expect(rows).not.toContain(code);
    expect(rows).not.toContain('"secret"');
  });
});
