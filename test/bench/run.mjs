// `npm run bench`: this program beside the design it replaces, in one run on one database, as a table and as JSON.
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../../scripts/lib/repository.mjs';
import { BenchDatabase } from './bench-database.mjs';
import { idle, latency, throughput } from './measure.mjs';
import { startBaseDesign, startOrderdeck } from './programs.mjs';

const full = !process.argv.includes('--quick');
const database = await BenchDatabase.create('server');
const { environment } = database;
const [[version]] = /** @type {any} */ (await database.admin.query('SELECT VERSION() AS version'));
/** @type {import('mysql2/promise').Connection[]} */
const writers = [];
/** @type {Record<string, Record<string, number | boolean>>} */
const results = {};

try {
  // The schema comes from the program; both designs then run on the same tables and triggers.
  await (await startOrderdeck(environment, 'base')).stop();
  for (let i = 0; i < 2; i++) writers.push(await database.connect());
  const [writer] = writers;
  if (writer === undefined) throw new Error('no writer');
  const kinds = [
    { start: () => startBaseDesign(environment), changes: full ? 2_000 : 600, fanOut: full ? 1_000 : 300 },
    {
      start: () => startOrderdeck(environment, 'base'),
      changes: full ? 100_000 : 20_000,
      fanOut: full ? 20_000 : 5_000,
    },
    {
      start: () => startOrderdeck(environment, 'orderdeck.v1'),
      changes: full ? 200_000 : 40_000,
      fanOut: full ? 40_000 : 10_000,
    },
  ];
  for (const kind of kinds) {
    await writer.query('DELETE FROM order_changes');
    await writer.query('DELETE FROM orders');
    await writer.query('UPDATE order_changes SET processed = TRUE');
    const program = await kind.start();
    console.log(`${program.name} ...`);
    const quiet = await idle(program, 100);
    const single = await latency(program, writer, full ? 400 : 100);
    const ten = await throughput(program, writers, 10, kind.changes);
    await writer.query('DELETE FROM orders LIMIT 1000000');
    await program.stop();
    const second = await kind.start();
    const thousand = await throughput(second, writers, 1_000, kind.fanOut);
    await second.stop();
    results[program.name] = {
      'latency p50, ms': single.p50,
      'latency p99, ms': single.p99,
      'changes/s to 10 clients': ten.changesPerSecond,
      'written/s meanwhile': ten.writtenPerSecond,
      'all delivered to 10': ten.complete,
      'deliveries/s to 1,000 clients': thousand.deliveriesPerSecond,
      'all delivered to 1,000': thousand.complete,
      'idle CPU, 100 clients, %': quiet.cpuPercent,
      'RSS, 100 clients, MB': quiet.rssMb,
      'anonymous memory, 100 clients, MB': quiet.anonymousMb,
    };
    console.log(JSON.stringify(results[program.name], null, 2));
  }
} finally {
  for (const writer of writers) writer.destroy();
  await database.drop();
}

const machine = `${cpus().length} cores (${cpus()[0]?.model.trim()}), ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}, ${version.version}`;
const [columns, figures] = [Object.keys(results), Object.keys(Object.values(results)[0] ?? {})];
console.log(`\n${machine}; server, database, writers and clients share it\n`);
console.log(`| figure | ${columns.join(' | ')} |\n| --- |${columns.map(() => ' ---: |').join('')}`);
for (const figure of figures)
  console.log(`| ${figure} | ${columns.map((column) => shown(results[column]?.[figure])).join(' | ')} |`);
mkdirSync(join(ROOT, '.orderdeck'), { recursive: true });
writeFileSync(
  join(ROOT, '.orderdeck/bench.json'),
  JSON.stringify({ machine, at: new Date().toISOString(), results }, null, 2),
);

/** @param {number | boolean | undefined} value */
function shown(value) {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  const digits = (value ?? 0) < 100 ? 1 : 0;
  return (value ?? 0).toLocaleString('en', { maximumFractionDigits: digits });
}
