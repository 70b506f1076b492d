// `npm run bench`: this program beside the design it replaces and beside a plain reader of the binary log, in one run on
// one database, as a table and as JSON.
import { BenchDatabase, fillOrders } from './bench-database.mjs';
import { besideSlowOnes, firstDelivery, latencyUnder, memoryPerClient, steady } from './loads.mjs';
import { idle, latency, throughput } from './measure.mjs';
import { startBaseDesign, startBinlogReader, startOrderdeck } from './programs.mjs';
import { report } from './report.mjs';

const full = !process.argv.includes('--quick');
const ORDERS = full ? 100_000 : 10_000;
const database = await BenchDatabase.create('server');
const { environment } = database;
/** For the start alone: in a database whose rows were deleted a moment ago it would wait for the purge of those. */
const untouched = await BenchDatabase.create('start');
const [[{ version, log }]] = /** @type {any} */ (
  await database.admin.query('SELECT VERSION() AS version, @@log_bin AS log')
);
/** @type {import('mysql2/promise').Connection[]} */
const writers = [];
/** @type {import('./report.mjs').Results} */
const results = {};

try {
  // The schema comes from the program; all designs then run on the same tables and triggers.
  for (const each of [database, untouched]) await (await startOrderdeck(each.environment, 'base')).stop();
  for (let i = 0; i < 3; i++) writers.push(await database.connect());
  const [probe, ...loaders] = writers;
  if (probe === undefined) throw new Error('no writer');
  const starter = await untouched.connect();
  writers.push(starter);
  await fillOrders(starter, ORDERS);
  const kinds = [
    {
      start: (where = environment) => startBaseDesign(where),
      changes: full ? 2_000 : 600,
      fanOut: full ? 1_000 : 300,
      rate: 100,
    },
    ...(log === 1
      ? [
          {
            start: (where = environment) => startBinlogReader(where),
            changes: full ? 100_000 : 20_000,
            fanOut: full ? 5_000 : 1_000,
            rate: 10_000,
          },
        ]
      : []),
    {
      start: (where = environment) => startOrderdeck(where, 'base'),
      changes: full ? 100_000 : 20_000,
      fanOut: full ? 20_000 : 5_000,
      rate: 10_000,
    },
    {
      start: (where = environment) => startOrderdeck(where, 'orderdeck.v1'),
      changes: full ? 200_000 : 40_000,
      fanOut: full ? 40_000 : 10_000,
      rate: 10_000,
    },
  ];
  /** In the way of no figure: neither of those of the last one, nor with a log that grows. */
  const fresh = async () => {
    await probe.query('DELETE FROM orders');
    await probe.query('DELETE FROM order_changes');
  };
  /** @template T @param {() => Promise<import('./programs.mjs').Program>} start @param {(program: import('./programs.mjs').Program) => Promise<T>} run */
  const using = async (start, run) => {
    await fresh();
    const program = await start();
    try {
      return await run(program);
    } finally {
      await program.stop();
    }
  };
  for (const { start, changes, fanOut, rate } of kinds) {
    const { name, single, quiet, ten } = await using(start, async (program) => {
      console.log(`${program.name} ...`);
      return {
        name: program.name,
        quiet: await idle(program, 100),
        single: await latency(program, probe, full ? 400 : 100),
        ten: await throughput(program, loaders, 10, changes),
      };
    });
    const thousand = await using(start, (program) => throughput(program, loaders, 1_000, fanOut));
    const perClient = await using(start, (program) => memoryPerClient(program, 1_000));
    const minute = await using(start, (program) =>
      steady(program, loaders, { perSecond: rate, seconds: full ? 60 : 10 }),
    );
    /** @type {Record<string, number>} */
    const loaded = {};
    for (const share of [1, 50, 90]) {
      const perSecond = Math.max(1, (ten.changesPerSecond * share) / 100);
      const figures = await using(start, (program) =>
        latencyUnder(program, probe, loaders, { perSecond, changes: full ? 200 : 50 }),
      );
      loaded[`at ${share} % of its highest rate: p50, ms`] = figures.p50;
      loaded[`at ${share} % of its highest rate: p99, ms`] = figures.p99;
    }
    // As many deliveries as it is to hold, if it can: what a slow client costs shows best under load.
    const perSecond = Math.min(2_100, thousand.changesPerSecond / 2);
    const slow = await using(start, (program) =>
      besideSlowOnes(program, probe, loaders, {
        clients: 999,
        stalled: 20,
        perSecond,
        changes: full ? 200 : 50,
      }),
    );
    const first = await firstDelivery(() => start(untouched.environment), starter);
    results[name] = {
      'latency p50, ms': single.p50,
      'latency p99, ms': single.p99,
      ...loaded,
      'changes/s to 10 clients': ten.changesPerSecond,
      'written/s meanwhile': ten.writtenPerSecond,
      'all delivered to 10': ten.complete,
      [`changes/s for ${full ? 60 : 10} s to 10 clients`]: minute.perSecond,
      'lossless, none twice': minute.lossless,
      'deliveries/s to 1,000 clients': thousand.deliveriesPerSecond,
      'all delivered to 1,000': thousand.complete,
      '1,000 clients: deliveries/s meanwhile': slow.without?.deliveriesPerSecond ?? 0,
      '1,000 clients: p99 of a fast one, ms': slow.without?.p99 ?? Number.NaN,
      'the same beside 20 that stopped reading, ms': slow.beside?.p99 ?? Number.NaN,
      [`start to the first order, ${ORDERS.toLocaleString('en')} orders, s`]: first.orders,
      'start to the first change, s': first.change,
      'idle CPU, 100 clients, %': quiet.cpuPercent,
      'RSS, 100 clients, MB': quiet.rssMb,
      'anonymous memory, 100 clients, MB': quiet.anonymousMb,
      'anonymous memory per client, of 1,000, KB': perClient,
    };
    console.log(JSON.stringify(results[name], null, 2));
  }
} finally {
  for (const writer of writers) writer.destroy();
  await database.drop();
  await untouched.drop();
}
report(full ? 'server' : 'server-quick', version, results);
