import { setTimeout as pause } from 'node:timers/promises';
import WebSocket from 'ws';
import { memory, processorSeconds, startSwarm } from './programs.mjs';

/**
 * @typedef {import('./programs.mjs').Program} Program
 * @typedef {import('mysql2/promise').Connection} Connection
 */

const BATCH_ROWS = 500;
const IDLE_MS = 10_000;

/**
 * Milliseconds from the answer to the writer's COMMIT to the message at a client, for single changes at random times.
 *
 * @param {Program} program
 * @param {Connection} writer
 * @param {number} changes
 */
export async function latency(program, writer, changes) {
  const client =
    program.protocol === 'base'
      ? new WebSocket(`ws://127.0.0.1:${program.port}${program.path}`)
      : new WebSocket(`ws://127.0.0.1:${program.port}${program.path}`, program.protocol);
  // Rows of an earlier run come with the snapshot.
  const run = Math.random().toString(36).slice(2);
  /** @type {Map<string, number>} */
  const arrived = new Map();
  client.on('message', (data) => {
    const now = performance.now();
    for (const [, marker] of String(data).matchAll(/"customer_name":"(latency-\w+-\d+)"/g)) {
      if (marker !== undefined && !arrived.has(marker)) arrived.set(marker, now);
    }
  });
  await new Promise((resolve) => client.once('open', resolve));
  if (program.protocol !== 'base') client.send('{"type":"hello"}');
  await pause(500);
  /** @type {[string, number][]} */
  const committed = [];
  for (let i = 0; i < changes; i++) {
    await pause(20 + Math.random() * 40);
    await writer.query("INSERT INTO orders (customer_name, product_name) VALUES (?, 'Laptop')", [
      `latency-${run}-${i}`,
    ]);
    committed.push([`latency-${run}-${i}`, performance.now()]);
  }
  await waitFor(() => arrived.size === changes, 60_000);
  client.terminate();
  const times = committed
    .map(([marker, at]) => Math.max(0, (arrived.get(marker) ?? Number.NaN) - at))
    .sort((a, b) => a - b);
  return { p50: times[Math.floor(times.length * 0.5)] ?? 0, p99: times[Math.floor(times.length * 0.99)] ?? 0 };
}

/**
 * Writes as fast as the database takes it and waits until every client has everything.
 *
 * @param {Program} program
 * @param {readonly Connection[]} writers
 * @param {number} clients
 * @param {number} changes
 */
export async function throughput(program, writers, clients, changes) {
  const swarm = await startSwarm(program, clients);
  await pause(1_000);
  const before = await swarm.figures();
  const cpuBefore = processorSeconds(program.pid);
  const startedAt = performance.now();
  let left = changes;
  await Promise.all(
    writers.map(async (writer) => {
      while (left > 0) {
        const rows = Math.min(BATCH_ROWS, left);
        left -= rows;
        await writer.query('INSERT INTO orders (customer_name, product_name) VALUES ?', [
          Array.from({ length: rows }, (_, i) => [`Customer ${i}`, 'Laptop']),
        ]);
      }
    }),
  );
  const writtenAt = performance.now();
  let figures = before;
  /** @type {number[]} */
  let behind = [];
  const complete = await waitFor(async () => {
    figures = await swarm.figures();
    const expected = (figures.bytes[0] ?? 0) - (before.bytes[0] ?? 0);
    behind = figures.bytes.filter((bytes, index) => bytes - (before.bytes[index] ?? 0) < expected * 0.98);
    return (figures.changes[0] ?? 0) - (before.changes[0] ?? 0) >= changes && behind.length === 0;
  }, 180_000);
  const seconds = (performance.now() - startedAt) / 1000;
  const cpu = (processorSeconds(program.pid) - cpuBefore) / seconds;
  await swarm.stop();
  const delivered = (figures.changes[0] ?? 0) - (before.changes[0] ?? 0);
  return {
    complete,
    writtenPerSecond: changes / ((writtenAt - startedAt) / 1000),
    changesPerSecond: delivered / seconds,
    deliveriesPerSecond: (delivered * clients) / seconds,
    cpu,
  };
}

/** @param {Program} program @param {number} clients */
export async function idle(program, clients) {
  const swarm = await startSwarm(program, clients);
  await pause(5_000);
  const before = processorSeconds(program.pid);
  await pause(IDLE_MS);
  const cpuPercent = ((processorSeconds(program.pid) - before) / (IDLE_MS / 1000)) * 100;
  const { rssMb, anonymousMb } = memory(program.pid);
  await swarm.stop();
  return { cpuPercent, rssMb, anonymousMb };
}

/** Looks every 20 ms. @param {() => boolean | Promise<boolean>} condition @param {number} withinMs @returns {Promise<boolean>} */
export async function waitFor(condition, withinMs) {
  const deadline = performance.now() + withinMs;
  while (performance.now() < deadline) {
    if (await condition()) return true;
    await pause(20);
  }
  return false;
}
