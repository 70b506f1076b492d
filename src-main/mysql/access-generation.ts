import type { SqlRunner } from './mysql-connection.ts';

/** Tells every server to look at its sessions again. In the transaction that takes a right away. */
export async function raiseAccessGeneration(runner: SqlRunner): Promise<void> {
  await runner.execute(
    "UPDATE orderdeck_meta SET value = CAST(value AS UNSIGNED) + 1 WHERE name = 'access_generation'",
  );
}
