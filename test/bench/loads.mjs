import { setTimeout as pause } from 'node:timers/promises';
import WebSocket from 'ws';
import { latency, waitFor } from './measure.mjs';
import { memory, startSwarm } from './programs.mjs';

/**
 * @typedef {import('./programs.mjs').Program} Program
 * @typedef {import('mysql2/promise').Connection} Connection
 */

/**
 * Writes at a steady pace until it is stopped: inserts and updates of up to 250 rows, from all writers together.
 *
 * @param {readonly Connection[]} writers
 * @param {number} perSecond
 */
export function startLoad(writers, perSecond) {
  const rows = Math.max(1, Math.min(250, Math.round(perSecond / 40)));
  const startedAt = performance.now();
  let claimed = 0;
  let written = 0;
  let stopping = false;
  const done = Promise.all(
    writers.map(async (writer) => {
      while (!stopping) {
        const due = startedAt + (claimed * 1000) / perSecond;
        claimed += rows;
        if (due > performance.now()) await pause(due - performance.now());
        if (stopping) break;
        await writer.query('INSERT INTO orders (customer_name, product_name) VALUES ?', [
          Array.from({ length: rows }, (_, i) => [`Customer ${i}`, 'Laptop']),
        ]);
        written += rows;
      }
    }),
  );
  return {
    /** @returns {Promise<{ written: number, perSecond: number }>} */
    async stop() {
      const seconds = (performance.now() - startedAt) / 1000;
      stopping = true;
      await done;
      return { written, perSecond: written / seconds };
    },
  };
}

/**
 * A steady stream to ten clients, each of which counts: what was written is what each of them got, no more and no less.
 *
 * @param {Program} program
 * @param {readonly Connection[]} writers
 * @param {{ perSecond: number, seconds: number }} load
 */
export async function steady(program, writers, { perSecond, seconds }) {
  const swarm = await startSwarm(program, 10);
  await pause(1_000);
  const before = (await swarm.figures()).changes;
  const load = startLoad(writers, perSecond);
  await pause(seconds * 1000);
  const { written, perSecond: reached } = await load.stop();
  /** @type {number[]} */
  let got = [];
  const look = async () => {
    got = (await swarm.figures()).changes.map((changes, index) => changes - (before[index] ?? 0));
    return got.every((changes) => changes >= written);
  };
  await waitFor(look, 120_000);
  // One that came twice would come now.
  await pause(500);
  await look();
  await swarm.stop();
  return { perSecond: reached, lossless: got.length === 10 && got.every((changes) => changes === written) };
}

/**
 * Latency of single changes while others are written at a steady pace.
 *
 * @param {Program} program
 * @param {Connection} probe
 * @param {readonly Connection[]} writers
 * @param {{ perSecond: number, changes: number }} load
 */
export async function latencyUnder(program, probe, writers, { perSecond, changes }) {
  const load = startLoad(writers, perSecond);
  await pause(1_000);
  const figures = await latency(program, probe, changes);
  await load.stop();
  return figures;
}

/**
 * A thousand clients, all of them reading, and then with some that have stopped: what a fast one notices.
 *
 * @param {Program} program
 * @param {Connection} probe
 * @param {readonly Connection[]} writers
 * @param {{ clients: number, stalled: number, perSecond: number, changes: number }} load
 */
export async function besideSlowOnes(program, probe, writers, { clients, stalled, perSecond, changes }) {
  const results = [];
  for (const slow of [0, stalled]) {
    const swarm = await startSwarm(program, clients, slow);
    await pause(2_000);
    const before = await swarm.figures();
    const from = performance.now();
    const load = startLoad(writers, perSecond);
    await pause(500);
    const { p99 } = await latency(program, probe, changes);
    await load.stop();
    const figures = await swarm.figures();
    const delivered = ((figures.changes[0] ?? 0) - (before.changes[0] ?? 0)) * (clients - slow);
    results.push({ p99, deliveriesPerSecond: delivered / ((performance.now() - from) / 1000) });
    await swarm.stop();
  }
  return { without: results[0], beside: results[1] };
}

/** Anonymous memory that each of so many idle clients costs, in KB. @param {Program} program @param {number} clients */
export async function memoryPerClient(program, clients) {
  await pause(2_000);
  const before = memory(program.pid).anonymousMb;
  const swarm = await startSwarm(program, clients);
  await pause(5_000);
  const after = memory(program.pid).anonymousMb;
  await swarm.stop();
  return ((after - before) * 1024) / clients;
}

/**
 * Seconds from the start of the process to the first order at a client and to the first change, while somebody writes.
 *
 * @param {() => Promise<Program>} start
 * @param {Connection} writer
 */
export async function firstDelivery(start, writer) {
  const from = performance.now();
  const load = startLoad([writer], 100);
  const program = await start();
  const socket = new WebSocket(
    `ws://127.0.0.1:${program.port}${program.path}`,
    program.protocol === 'base' ? [] : program.protocol,
    { maxPayload: 0 },
  );
  /** @type {number | null} */
  let orders = null;
  /** @type {number | null} */
  let change = null;
  socket.on('message', (data) => {
    const bytes = /** @type {Buffer} */ (data);
    if (orders === null && bytes.includes('"customer_name":')) orders = performance.now() - from;
    if (change === null && bytes.includes('"changeId":')) change = performance.now() - from;
  });
  await new Promise((resolve) => socket.once('open', resolve));
  if (program.protocol !== 'base') socket.send('{"type":"hello"}');
  await waitFor(() => change !== null, 60_000);
  socket.terminate();
  await load.stop();
  await program.stop();
  return { orders: (orders ?? Number.NaN) / 1000, change: (change ?? Number.NaN) / 1000 };
}
