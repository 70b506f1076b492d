import { afterEach, beforeEach, expect, test } from 'vitest';
import { migrate } from '../../src-main/mysql/migrate.ts';
import { loadMigrations } from '../../src-main/mysql/migration-files.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { migrateOptions } from '../support/sql.ts';

let server: TestDatabase;
beforeEach(async () => {
  server = await createTestDatabase({ create: false });
});
afterEach(() => server.drop());

const NAMES = loadMigrations().map(({ name }) => name);

test('[SQL-10] creates the database and its schema; a second run finds nothing to do', async () => {
  const first = await migrate(migrateOptions(server));
  expect(first).toMatchObject({ databaseCreated: true, applied: NAMES, droppedTriggers: [], changed: [] });
  const second = await migrate(migrateOptions(server));
  expect(second).toMatchObject({ databaseCreated: false, applied: [], changed: [] });
});
