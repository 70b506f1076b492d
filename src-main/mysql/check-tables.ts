import { type CheckOutcome, failed, outcomeOf, warned } from './check-outcome.ts';
import type { DatabaseConnection } from './mysql-connection.ts';
import type { Migration } from './parse-migration.ts';
import { checkSchema } from './preflight-schema.ts';
import { checkTriggers } from './preflight-triggers.ts';
import type { SchemaState } from './schema-state.ts';

/** @param connection in the database, of the user that sees more; `null`: there is no database yet */
export async function checkTables(
  connection: DatabaseConnection | null,
  state: SchemaState,
  database: string,
  migrations: readonly Migration[],
): Promise<CheckOutcome> {
  switch (state.kind) {
    case 'missing':
      return warned('The tables for orders are missing. They can be created now.');
    case 'older':
      return warned(
        `Database ${database} has the tables of an earlier version (to do: ${state.pending.map(({ name }) => name).join(', ')}). They can be upgraded now; orders stay as they are, and other programs may go on writing.`,
      );
    case 'foreign':
      return failed(
        `Database ${database} has a table orders that was not made for this program: it lacks ${state.lacks.join(', ')}. Enter the name of another database, also one that does not exist yet.`,
        { field: 'name' },
      );
    case 'newer':
      return failed(state.error.message);
    case 'hidden':
      return failed(`What is in database ${database} cannot be seen by this user.`, { field: 'user' });
    case 'complete': {
      if (connection === null) return failed(`Database ${database} was not entered.`);
      const findings = [
        ...(await checkSchema(connection, migrations)),
        ...(await checkTriggers(connection, database, migrations)),
      ];
      return outcomeOf('The tables are those of this version.', findings);
    }
  }
}
