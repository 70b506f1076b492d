// `npm run bench -- --latency`: from the answer to a writer's COMMIT to the message at a client, and what an idle server
// costs meanwhile: with and without the binary log as a hint, beside the design it replaces and a plain reader of that log.
import { BenchDatabase } from './bench-database.mjs';
import { latencyUnder } from './loads.mjs';
import { idle, latency } from './measure.mjs';
import { startBaseDesign, startBinlogReader, startOrderdeck } from './programs.mjs';
import { report } from './report.mjs';

const full = !process.argv.includes('--quick');
const database = await BenchDatabase.create('latency');
const { environment } = database;
const [[{ version, log }]] = /** @type {any} */ (
  await database.admin.query('SELECT VERSION() AS version, @@log_bin AS log')
);
/** @type {import('./report.mjs').Results} */
const results = {};
const writers = [];

try {
  await (await startOrderdeck(environment, 'base')).stop();
  for (let i = 0; i < 3; i++) writers.push(await database.connect());
  const [probe, ...loaders] = writers;
  if (probe === undefined) throw new Error('no writer');
  const withoutHint = () => startOrderdeck(environment, 'orderdeck.v1', { BINLOG_HINT: 'off' }, 'Orderdeck, polling');
  const withHint = () => startOrderdeck(environment, 'orderdeck.v1', {}, 'Orderdeck, with the hint');
  const kinds = [() => startBaseDesign(environment), withoutHint];
  if (log === 1) kinds.push(() => startBinlogReader(environment), withHint);
  else console.log('This server writes no binary log, so there is neither a hint nor a reader of it.');
  for (const start of kinds) {
    // Who connects is given the whole table first.
    await probe.query('DELETE FROM orders');
    await probe.query('DELETE FROM order_changes');
    const program = await start();
    try {
      console.log(`${program.name} ...`);
      const quiet = await idle(program, 10);
      const single = await latency(program, probe, full ? 500 : 150);
      await probe.query('DELETE FROM orders');
      const busy = program.name.startsWith('base')
        ? null
        : await latencyUnder(program, probe, loaders, { perSecond: 500, changes: full ? 500 : 150 });
      results[program.name] = {
        'latency p50, ms': single.p50,
        'latency p99, ms': single.p99,
        ...(busy === null
          ? {}
          : { 'beside 500 changes/s: p50, ms': busy.p50, 'beside 500 changes/s: p99, ms': busy.p99 }),
        'idle CPU, 10 clients, %': quiet.cpuPercent,
        'anonymous memory, 10 clients, MB': quiet.anonymousMb,
      };
    } finally {
      await program.stop();
    }
  }
} finally {
  for (const writer of writers) writer.destroy();
  await database.drop();
}
report('latency', version, results);
