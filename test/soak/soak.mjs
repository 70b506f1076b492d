// Hours of a working day in short: other programs write, clients come, go and are cut off, REST is used, the database is
// killed and comes back. In between everything rests and the server tells what it holds on to.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import mysql from 'mysql2/promise';
import { freePort } from '../../scripts/lib/free-port.mjs';
import { ROOT } from '../../scripts/lib/repository.mjs';
import { judge } from './judge.mjs';
import { SoakClient } from './soak-client.mjs';

/** @typedef {{ port: number, kill(): Promise<void>, start(): Promise<void> }} DatabaseServer */

const CLIENTS = 8;
const REST_MS = 300;
/** Ids behind the newest that are kept. */
const ORDERS = 500;
const DATABASE = 'orderdeck_soak';

/**
 * @param {DatabaseServer} databaseServer which it may kill
 * @param {{ rounds: number, roundMs: number, restarts: number }} plan
 * @param {(line: string) => void} say
 */
export async function soak(databaseServer, { rounds, roundMs, restarts }, say = () => undefined) {
  const address = { host: '127.0.0.1', port: databaseServer.port, user: 'root', password: '' };
  const server = await startServer(address);
  const pool = mysql.createPool({ ...address, database: DATABASE, connectionLimit: 6 });
  const clients = Array.from({ length: CLIENTS }, () => new SoakClient(server.socket));
  /** @type {import('./judge.mjs').Sample[]} */
  const samples = [];
  const tally = { written: 0, requests: 0, restarts: 0 };
  try {
    for (let round = 0; round < rounds; round++) {
      const until = performance.now() + roundMs;
      const restarting = restarts > 0 && (round + 1) % Math.ceil(rounds / (restarts + 1)) === 0 && round + 1 < rounds;
      await Promise.all([
        ...[1, 2, 3].map(() => write(pool, until, tally)),
        ...[1, 2].map(() => useRest(server.url, until, tally)),
        comeAndGo(server.socket, clients, until),
        restarting ? restart(databaseServer, tally) : undefined,
      ]);
      await equal(pool, clients);
      samples.push(await sample(server, pool));
      say(line(round + 1, samples[samples.length - 1] ?? {}));
    }
    return { samples, verdicts: judge(samples), tally: { ...tally, reconnects: reconnects(clients) } };
  } finally {
    for (const client of clients) client.end();
    await pool.end();
    await server.stop();
  }
}

/** @param {readonly SoakClient[]} clients */
function reconnects(clients) {
  return clients.reduce((sum, client) => sum + client.reconnects, 0);
}

/** @param {{ host: string, port: number, user: string, password: string }} address */
async function startServer({ host, port: databasePort, user, password }) {
  const [port, wsPort] = [await freePort(), await freePort()];
  const child = fork(join(ROOT, 'out/main/server.js'), {
    execArgv: ['--expose-gc', '--require', join(ROOT, 'test/soak/tell-usage.cjs')],
    env: {
      PATH: process.env.PATH,
      DB_HOST: host,
      DB_PORT: String(databasePort),
      DB_USER: user,
      DB_PASSWORD: password,
      DB_NAME: DATABASE,
      PORT: String(port),
      WS_PORT: String(wsPort),
      RATE_LIMIT_PER_MINUTE: '0',
      // Small enough to be full from the first round on, so that only what leaks can grow.
      WINDOW_BYTES: '262144',
      CLEANUP_INTERVAL_MS: '500',
      HISTORY_RETENTION_DAYS: '0',
      AUDIT_INTERVAL_MS: '1000',
    },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const url = `http://127.0.0.1:${port}`;
  while (
    !(await fetch(`${url}/health`)
      .then(({ ok }) => ok)
      .catch(() => false))
  ) {
    if (child.exitCode !== null) throw new Error('The server ended while starting');
    await pause(50);
  }
  return {
    url,
    socket: `ws://127.0.0.1:${port}/ws`,
    /** @returns {Promise<import('./judge.mjs').Sample>} */
    async usage() {
      child.send({});
      const [usage] = await once(child, 'message');
      return usage;
    },
    async stop() {
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}

/** Whatever fails while the database is away is tried again. @param {() => Promise<unknown>} act */
async function attempt(act) {
  try {
    await act();
    return true;
  } catch {
    await pause(20);
    return false;
  }
}

/** @param {import('mysql2/promise').Pool} pool @param {number} until @param {{ written: number }} tally */
async function write(pool, until, tally) {
  while (performance.now() < until) {
    const done = await attempt(async () => {
      const [{ insertId }] = /** @type {[import('mysql2/promise').ResultSetHeader, unknown]} */ (
        await pool.query("INSERT INTO orders (customer_name, product_name) VALUES ('Ada', 'Laptop'), ('Björn', '📦')")
      );
      await pool.query("UPDATE orders SET status = 'shipped' ORDER BY id DESC LIMIT 3");
      // The table stays as large as it is, also where one of the statements before was lost to a deadlock.
      await pool.query('DELETE FROM orders WHERE id < ? ORDER BY id LIMIT 20', [insertId - ORDERS]);
    });
    if (done) tally.written += 7;
    await pause(10);
  }
}

/** @param {string} url @param {number} until @param {{ requests: number }} tally */
async function useRest(url, until, tally) {
  const json = { 'Content-Type': 'application/json' };
  while (performance.now() < until) {
    await attempt(async () => {
      await (await fetch(`${url}/api/orders?limit=50`)).text();
      const body = JSON.stringify({ customer_name: 'Cleo', product_name: 'Phone' });
      const created = await (await fetch(`${url}/api/orders`, { method: 'POST', headers: json, body })).json();
      await (await fetch(`${url}/api/orders/${created.id}`, { method: 'DELETE' })).text();
      await (await fetch(`${url}/api/orders/${created.id}/history`)).text();
      await (await fetch(`${url}/api/stats`)).text();
      tally.requests += 5;
    });
    await pause(20);
  }
}

/** Clients for a moment, and regular ones that are cut off. @param {string} socket @param {readonly SoakClient[]} clients @param {number} until */
async function comeAndGo(socket, clients, until) {
  while (performance.now() < until) {
    const visitors = [1, 2, 3].map(() => new SoakClient(socket));
    await pause(150);
    for (const visitor of visitors) visitor.end();
    clients[Math.floor(Math.random() * clients.length)]?.cut();
  }
}

/** @param {DatabaseServer} databaseServer @param {{ restarts: number }} tally */
async function restart(databaseServer, tally) {
  await databaseServer.kill();
  await databaseServer.start();
  tally.restarts++;
}

/** @param {import('mysql2/promise').Pool} pool @param {readonly SoakClient[]} clients @throws Error when a client is not brought to the table */
async function equal(pool, clients) {
  const deadline = performance.now() + 60_000;
  for (;;) {
    const table = await pool.query('SELECT id, version FROM orders').then(
      ([rows]) => /** @type {{ id: number, version: number }[]} */ (rows),
      () => null,
    );
    const differs =
      table === null ||
      clients.some(
        ({ versions }) =>
          versions.size !== table.length || table.some(({ id, version }) => versions.get(id) !== version),
      );
    if (!differs) return;
    if (performance.now() > deadline) throw new Error('A client does not show the table');
    await pause(50);
  }
}

/** @param {Awaited<ReturnType<typeof startServer>>} server @param {import('mysql2/promise').Pool} pool */
async function sample(server, pool) {
  // Connections that were cut off are told of a moment later.
  await pause(REST_MS);
  let stats = await (await fetch(`${server.url}/api/stats`)).json();
  for (let look = 0; stats.clients.total > CLIENTS && look < 40; look++) {
    await pause(50);
    stats = await (await fetch(`${server.url}/api/stats`)).json();
  }
  const usage = await server.usage();
  const [rows] = await pool.query("SHOW STATUS LIKE 'Threads_connected'");
  const connected = Number(/** @type {{ Value: string }[]} */ (rows)[0]?.Value);
  return { ...usage, connections: connected, sessions: stats.clients.total };
}

/** @param {number} round @param {import('./judge.mjs').Sample} values */
function line(round, values) {
  const shown = Object.entries(values).map(([name, value]) => `${name} ${Math.round(value * 10) / 10}`);
  return `${String(round).padStart(4)}  ${shown.join('  ')}`;
}
