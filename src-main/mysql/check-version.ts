import type { Finding } from '../../src-shared/rest-api.ts';
import { type CheckOutcome, outcomeOf } from './check-outcome.ts';
import type { DatabaseConnection } from './mysql-connection.ts';
import { checkClock } from './preflight-clock.ts';
import { checkServer } from './preflight-server.ts';

/** Whether the server, whatever is in it, is one that this program can work with. */
export async function checkVersion(connection: DatabaseConnection, server: string): Promise<CheckOutcome> {
  const findings = [
    ...(await checkServer(connection)),
    ...(await checkInnodb(connection)),
    ...(await checkClock(connection, Date.now)),
  ];
  return outcomeOf(`This is ${server}.`, findings);
}

async function checkInnodb(connection: DatabaseConnection): Promise<Finding[]> {
  const rows = await connection.rows("SELECT SUPPORT FROM information_schema.ENGINES WHERE ENGINE = 'InnoDB'");
  if (['YES', 'DEFAULT'].includes(String(rows[0]?.[0]).toUpperCase())) return [];
  return [
    {
      code: 'no-innodb',
      severity: 'error',
      message: 'This server runs without InnoDB, the engine that has transactions.',
      repair: null,
    },
  ];
}
