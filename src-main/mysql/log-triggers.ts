import type { DatabaseConnection } from './mysql-connection.ts';

/** A trigger on `orders`, as the server shows it to a user with the TRIGGER right. */
export interface OrdersTrigger {
  readonly name: string;
  readonly timing: string;
  readonly event: string;
  /** Empty where the server shows the name but not the body (MariaDB, to users without the TRIGGER right). */
  readonly body: string;
}

/** All triggers on `orders` that this user may see, in the sequence in which they run. */
export async function readOrdersTriggers(connection: DatabaseConnection): Promise<readonly OrdersTrigger[]> {
  const rows = await connection.rows(
    `SELECT TRIGGER_NAME, ACTION_TIMING, EVENT_MANIPULATION, ACTION_STATEMENT
     FROM information_schema.TRIGGERS
     WHERE EVENT_OBJECT_SCHEMA = DATABASE() AND EVENT_OBJECT_TABLE = 'orders'
     ORDER BY EVENT_MANIPULATION, ACTION_TIMING, ACTION_ORDER`,
  );
  return rows.map(([name, timing, event, body]) => ({
    name: String(name),
    timing: String(timing),
    event: String(event),
    body: typeof body === 'string' ? body : '',
  }));
}

/** Triggers that write the log but are not of the generation whose names begin with `prefix`. */
export function otherLogTriggers(triggers: readonly OrdersTrigger[], prefix: string): readonly OrdersTrigger[] {
  return triggers.filter(({ name, body }) => !name.startsWith(prefix) && /\binto\s+\S*order_changes\b/i.test(body));
}
