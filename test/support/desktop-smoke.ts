import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { ConsolePage } from './console-page.ts';
import type { TestDatabase } from './database.ts';

/**
 * What any window of the program must do, however it was started: show at once what another program writes, save what
 * is edited here, and take away what is deleted.
 *
 * @param page the window, on the orders of this database
 */
export async function desktopSmoke(page: Page, database: TestDatabase): Promise<void> {
  const console = new ConsolePage(page);
  await console.isState('live');
  const id = await insertOrder(database, 'Cedar Works', 'Laptop');
  await console.shows(id, 'customer_name', 'Cedar Works');

  const drawer = await console.openOrder(id);
  await drawer.getByLabel('Product').fill('Tablet');
  await drawer.getByRole('button', { name: 'Save changes' }).click();
  await console.shows(id, 'product_name', 'Tablet');
  const [saved] = await database.query(`SELECT product_name, version FROM ${database.name}.orders WHERE id = ?`, [id]);
  expect(saved).toEqual({ product_name: 'Tablet', version: 2 });

  await database.query(`UPDATE ${database.name}.orders SET product_name = 'Tablet, blue' WHERE id = ?`, [id]);
  await console.shows(id, 'product_name', 'Tablet, blue');
  await database.query(`DELETE FROM ${database.name}.orders WHERE id = ?`, [id]);
  await console.showsNot(id);
  expect(console.complaints).toEqual([]);
}

/** A row that some other program writes, and its number. */
async function insertOrder(database: TestDatabase, customer: string, product: string): Promise<number> {
  const sql = `INSERT INTO ${database.name}.orders (customer_name, product_name) VALUES (?, ?)`;
  const result = await database.query(sql, [customer, product]);
  return (result as unknown as { insertId: number }).insertId;
}
