// `npm run bench -- --scale`: one, two and four servers on one database, each for itself and with Redis between them.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../../scripts/lib/free-port.mjs';
import { ensureRedisProgram } from '../../scripts/lib/redis-program.mjs';
import { ROOT } from '../../scripts/lib/repository.mjs';
import { BenchDatabase } from './bench-database.mjs';
import { startOrderdeck, startSwarm } from './programs.mjs';

/**
 * @typedef {import('./programs.mjs').Program} Program
 * @typedef {import('mysql2/promise').Connection} Connection
 * @typedef {Awaited<ReturnType<typeof startSwarm>>} Swarm
 */

const QUICK = process.argv.includes('--quick');
const CLIENTS_PER_SERVER = QUICK ? 50 : 250;
const QUIET_MS = QUICK ? 5_000 : 15_000;
/** Single changes one after the other, as people make them: each wants a read of its own. */
const SINGLE = { changes: QUICK ? 100 : 400, everyMs: 25 };
const FLOOD = { rows: 500, statements: QUICK ? 10 : 40 };
const TAKEOVERS = QUICK ? 2 : 5;

const database = await BenchDatabase.create('scale');
const redis = await startRedis();
const [[version]] = /** @type {any} */ (await database.admin.query('SELECT VERSION() AS version'));
/** @type {Record<string, number | string | boolean>[]} */
const rows = [];
try {
  for (const count of [1, 2, 4]) {
    for (const url of redis === null ? [''] : ['', redis.url]) rows.push(await measure(count, url));
  }
  if (redis !== null) rows.push(await takeovers(redis.url));
} finally {
  redis?.stop();
  await database.drop();
}
console.log(
  `\n${cpus().length} cores (${cpus()[0]?.model.trim()}), ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}, ${version.version}; everything on this machine`,
);
console.table(rows);
mkdirSync(join(ROOT, '.orderdeck'), { recursive: true });
writeFileSync(
  join(ROOT, '.orderdeck/bench-scale.json'),
  JSON.stringify({ version: version.version, at: new Date().toISOString(), rows }, null, 2),
);

/** @param {number} count of servers @param {string} url of Redis; empty: without */
async function measure(count, url) {
  const servers = await startServers(count, url);
  const swarms = await Promise.all(servers.map((server) => startSwarm(server, CLIENTS_PER_SERVER)));
  const writer = await database.connect();
  try {
    // Until everybody has a snapshot and its role.
    await pause(3_000);
    const quiet = await questionsDuring(() => pause(QUIET_MS));
    const single = await questionsDuring(async () => {
      for (let i = 0; i < SINGLE.changes; i++) {
        await writer.query("INSERT INTO orders (customer_name, product_name) VALUES ('Single', 'Laptop')");
        await pause(SINGLE.everyMs);
      }
    });
    const flood = await floodOf(writer, swarms);
    return {
      servers: count,
      bus: url === '' ? 'no' : 'yes',
      clients: count * CLIENTS_PER_SERVER,
      'queries/s, nothing changes': Math.round(quiet.perSecond),
      // The writer's own do not count.
      'queries/s, single changes': Math.round(single.perSecond - SINGLE.changes / single.seconds),
      'deliveries/s, flood': Math.round(flood.deliveriesPerSecond),
      'all delivered': flood.complete,
    };
  } finally {
    writer.destroy();
    await Promise.all(swarms.map((swarm) => swarm.stop()));
    await Promise.all(servers.map((server) => server.stop()));
  }
}

/** @param {Connection} writer @param {readonly Swarm[]} swarms */
async function floodOf(writer, swarms) {
  const changes = async () => Promise.all(swarms.map(async (swarm) => Math.min(...(await swarm.figures()).changes)));
  const before = await changes();
  const wanted = FLOOD.rows * FLOOD.statements;
  const startedAt = performance.now();
  for (let i = 0; i < FLOOD.statements; i++) {
    const values = Array.from({ length: FLOOD.rows }, (_, n) => [`Flood ${n}`, 'Laptop']);
    await writer.query('INSERT INTO orders (customer_name, product_name) VALUES ?', [values]);
  }
  let complete = false;
  // The first client of each swarm counts its changes; the others are sent the same bytes.
  for (const deadline = startedAt + 120_000; !complete && performance.now() < deadline; await pause(20)) {
    complete = (await changes()).every((now, index) => now - (before[index] ?? 0) >= wanted);
  }
  const seconds = (performance.now() - startedAt) / 1_000;
  return { complete, deliveriesPerSecond: (wanted * swarms.length * CLIENTS_PER_SERVER) / seconds };
}

/** How long nobody leads, and how long a change waits, when the leader is killed. @param {string} url of Redis */
async function takeovers(url) {
  const servers = await startServers(3, url);
  /** @type {number[]} */
  const times = [];
  try {
    for (let i = 0; i < TAKEOVERS; i++) {
      const led = await untilLed(servers, 0);
      const old = servers.splice(servers.indexOf(led.server), 1)[0];
      const killedAt = performance.now();
      if (old !== undefined) process.kill(old.pid, 'SIGKILL');
      await untilLed(servers, led.fence);
      times.push(performance.now() - killedAt);
      servers.push(...(await startServers(1, url)));
    }
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
  }
  times.sort((a, b) => a - b);
  const [middle, worst] = [times[times.length >> 1] ?? 0, times[times.length - 1] ?? 0];
  return {
    takeover: `${TAKEOVERS} leaders killed`,
    'median, ms': Math.round(middle),
    'longest, ms': Math.round(worst),
  };
}

/** @param {readonly Program[]} servers @param {number} above the fence of the leader before */
async function untilLed(servers, above) {
  for (const deadline = performance.now() + 30_000; performance.now() < deadline; await pause(10)) {
    for (const server of servers) {
      const stats = /** @type {any} */ (await (await fetch(`http://127.0.0.1:${server.port}/api/stats`)).json());
      if (stats.bus?.role === 'leader' && stats.bus.fence > above) return { server, fence: stats.bus.fence };
    }
  }
  throw new Error('nobody leads');
}

/** @param {number} count @param {string} url */
async function startServers(count, url) {
  /** @type {Program[]} */
  const servers = [];
  const environment = { ...database.environment, ...(url !== '' && { REDIS_URL: url }) };
  for (let i = 0; i < count; i++) servers.push(await startOrderdeck(environment, 'orderdeck.v1'));
  return servers;
}

/** @param {() => Promise<unknown>} run */
async function questionsDuring(run) {
  const [before, startedAt] = [await questions(), performance.now()];
  await run();
  const seconds = (performance.now() - startedAt) / 1_000;
  return { seconds, perSecond: ((await questions()) - before) / seconds };
}

async function questions() {
  const [[row]] = /** @type {any} */ (await database.admin.query("SHOW GLOBAL STATUS LIKE 'Questions'"));
  return Number(row.Value);
}

async function startRedis() {
  const program = await ensureRedisProgram();
  if (program === null) {
    console.log('NO REDIS: measured without. Install redis-server or valkey-server.');
    return null;
  }
  const directory = mkdtempSync(join(tmpdir(), 'orderdeck-redis-'));
  const port = await freePort();
  const flags = ['--port', String(port), '--bind', '127.0.0.1', '--dir', directory, '--save', ''];
  const child = spawn(program.server, flags, { stdio: ['ignore', 'pipe', 'inherit'] });
  child.stdout.resume();
  await once(child.stdout, 'data');
  return {
    url: `redis://127.0.0.1:${port}`,
    stop() {
      child.kill('SIGKILL');
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
