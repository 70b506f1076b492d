import type { Finding } from '../../src-shared/rest-api.ts';
import { hasRight, readGrants } from './grants.ts';
import { type OrdersTrigger, otherLogTriggers, readOrdersTriggers } from './log-triggers.ts';
import { TRUST_FUNCTION_CREATORS } from './migration-failure.ts';
import type { DatabaseConnection } from './mysql-connection.ts';
import type { Migration } from './parse-migration.ts';
import { readVariables } from './server-variables.ts';

interface ExpectedTrigger {
  readonly name: string;
  readonly sql: string;
}

/** Whether the triggers that write the change log are there, as this version made them, and no others beside them. */
export async function checkTriggers(
  connection: DatabaseConnection,
  database: string,
  migrations: readonly Migration[],
): Promise<Finding[]> {
  const expected = expectedTriggers(migrations);
  const prefix = migrations
    .flatMap(({ statements }) => statements)
    .find((s) => s.dropOtherLogTriggers !== null)?.dropOtherLogTriggers;
  const triggers = await readOrdersTriggers(connection);
  if (triggers.length === 0 && !hasRight(await readGrants(connection, database, 'orders'), 'TRIGGER'))
    return [invisible()];
  const byName = new Map(triggers.map((trigger) => [trigger.name, trigger]));
  const findings: Finding[] = [];
  for (const trigger of expected) {
    const found = byName.get(trigger.name);
    if (found === undefined) findings.push(missing(trigger));
    else if (found.body !== '' && !sameBody(found, trigger)) findings.push(changed(trigger));
  }
  if (findings.some(({ code }) => code === 'trigger-missing')) findings.push(...(await checkBinaryLog(connection)));
  for (const other of otherLogTriggers(triggers, prefix ?? '')) findings.push(duplicate(other));
  return findings;
}

function expectedTriggers(migrations: readonly Migration[]): ExpectedTrigger[] {
  return migrations.flatMap(({ statements }) =>
    statements.flatMap(({ sql, unless }) =>
      // Those on other tables keep people from a mistake; no change is lost without them.
      unless.flatMap((line) =>
        line.flatMap((c) => (c.kind === 'trigger' && c.table === 'orders' ? [{ name: c.trigger, sql }] : [])),
      ),
    ),
  );
}

function sameBody(found: OrdersTrigger, { sql }: ExpectedTrigger): boolean {
  const normal = (text: string) => text.replace(/\s+/g, ' ').trim();
  return normal(sql).endsWith(normal(found.body));
}

/** A server with a binary log lets only an administrator create triggers, unless it is told to trust others. */
async function checkBinaryLog(connection: DatabaseConnection): Promise<Finding[]> {
  const variables = await readVariables(connection, ['log_bin', 'log_bin_trust_function_creators']);
  if (variables.get('log_bin') !== 'ON' || variables.get('log_bin_trust_function_creators') === 'ON') return [];
  return [
    {
      code: 'trigger-binlog',
      severity: 'warning',
      message:
        'This server writes a binary log and lets only an administrator create triggers (error 1419 for everybody else).',
      repair: TRUST_FUNCTION_CREATORS,
    },
  ];
}

function missing({ name, sql }: ExpectedTrigger): Finding {
  return {
    code: 'trigger-missing',
    severity: 'error',
    message: `Trigger ${name} on orders is missing. Changes that other programs make are then seen only by the periodic comparison, not at once.`,
    repair: `DELIMITER //\n${sql} //\nDELIMITER ;`,
  };
}

function changed({ name, sql }: ExpectedTrigger): Finding {
  return {
    code: 'trigger-changed',
    severity: 'warning',
    message: `Trigger ${name} on orders is not as this version made it. What it logs may be wrong or incomplete.`,
    // Under the lock, so that no write slips between the drop and the create.
    repair: `LOCK TABLES orders WRITE;\nDROP TRIGGER ${name};\nDELIMITER //\n${sql} //\nDELIMITER ;\nUNLOCK TABLES;`,
  };
}

function duplicate({ name }: OrdersTrigger): Finding {
  return {
    code: 'trigger-duplicate',
    severity: 'warning',
    message: `Trigger ${name} on orders writes the change log too, so changes appear twice in it.`,
    repair: `DROP TRIGGER \`${name.replace(/`/g, '``')}\``,
  };
}

function invisible(): Finding {
  return {
    code: 'trigger-unchecked',
    severity: 'info',
    message:
      'Whether the triggers on orders are in place cannot be checked: MySQL shows them only to users with the TRIGGER right. The periodic comparison would find a missing one.',
    repair: null,
  };
}
