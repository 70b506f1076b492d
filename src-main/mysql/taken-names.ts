import { AppError } from '../base/app-error.ts';
import type { SqlRunner } from './mysql-connection.ts';

/**
 * The change log knows people and devices by their names alone, so no two of them share one, whatever its case. Two
 * tables have no unique key in common: in a transaction that `accessTransaction` runs, nobody else can take the name
 * meanwhile, on whatever server.
 *
 * @throws AppError `conflict` when a person has the name
 */
export async function refuseNameOfPerson(runner: SqlRunner, name: string): Promise<void> {
  const taken = await runner.query('SELECT 1 AS taken FROM orderdeck_people WHERE name = ?', [name]);
  if (taken.length > 0) throw new AppError('conflict', `There is a person with the name ${name}. Take another name.`);
}

/** As above, the other way round. @throws AppError `conflict` when a device has the name */
export async function refuseNameOfDevice(runner: SqlRunner, name: string): Promise<void> {
  const taken = await runner.query('SELECT 1 AS taken FROM orderdeck_devices WHERE name = ?', [name]);
  if (taken.length > 0) {
    throw new AppError('conflict', `There is a device with the name ${name} already. Take another name, or remove it.`);
  }
}
