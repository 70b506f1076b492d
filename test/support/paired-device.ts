import { hashSecret, newSessionKey, writeSessionKey } from '../../src-main/auth/session-secret.ts';
import type { TestDatabase } from './database.ts';
import { Visitor } from './visitor.ts';

/** A tablet that has joined, without the way there. */
export async function pairedDevice(database: TestDatabase, port: number, name: string): Promise<Visitor> {
  const [row] = await database
    .query<{ id: number }>(
      `INSERT INTO orderdeck_devices (name, role, created_by) VALUES ('${name}', 'viewer', 'Test');
     SELECT id FROM orderdeck_devices WHERE name = '${name}'`,
    )
    .then((answers) => (answers[1] as unknown as { id: number }[]) ?? []);
  const key = newSessionKey();
  await database.query(
    `INSERT INTO orderdeck_sessions (id, kind, device_id, secret_hash, address, expires_at)
     VALUES (?, 'device', ?, ?, '', NOW(6) + INTERVAL 1 DAY)`,
    [key.id, row?.id, hashSecret(key.secret)],
  );
  const visitor = new Visitor(port);
  visitor.cookies.set(`orderdeck-device-${port}`, writeSessionKey(key));
  return visitor;
}
