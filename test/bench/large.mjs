// `npm run bench -- --large`: what a clean-up of the change log costs row by row and by partitions, and what statements
// cost with millions of orders. `--rows=10000000` for as many; a million otherwise.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../scripts/lib/repository.mjs';
import { BenchDatabase, round } from './bench-database.mjs';
import { cleanUps, statements } from './large-measures.mjs';
import { fillManyOrders } from './large-tables.mjs';
import { startOrderdeck } from './programs.mjs';

const rows = Number(process.argv.find((argument) => argument.startsWith('--rows='))?.slice(7) ?? 1_000_000);
const database = await BenchDatabase.create('large');
const [[version]] = /** @type {any} */ (await database.admin.query('SELECT VERSION() AS version'));
/** @type {Record<string, number>} */
const figures = {};

try {
  await (await startOrderdeck(database.environment, 'base')).stop();
  const connection = await database.connect();
  const started = performance.now();
  await fillManyOrders(connection, rows);
  figures['filling the orders, s'] = round((performance.now() - started) / 1000);
  Object.assign(figures, await statements(connection, rows), await cleanUps(connection, rows));
  connection.destroy();
} finally {
  await database.drop();
}

console.log(`\n${version.version}, ${rows} rows\n\n| figure | |\n| --- | ---: |`);
for (const [name, value] of Object.entries(figures)) console.log(`| ${name} | ${value} |`);
mkdirSync(join(ROOT, '.orderdeck'), { recursive: true });
writeFileSync(join(ROOT, '.orderdeck/bench-large.json'), JSON.stringify({ version: version.version, rows, figures }));
