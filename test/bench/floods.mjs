// `npm run bench -- --floods`: how long the calls of one bench take while others flood the server, without and with TLS.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import * as http from 'node:http';
import * as https from 'node:https';
import * as net from 'node:net';
import * as tls from 'node:tls';
import { fileURLToPath } from 'node:url';
import { BenchDatabase } from './bench-database.mjs';
import { startOrderdeck } from './programs.mjs';

const HALF = 10_000;
const LARGE = Buffer.alloc(120_000, 'x');
/** The first bytes of a TLS record whose rest never comes. */
const HELLO = Buffer.from([0x16, 3, 1, 2, 0, 1, 0]);

/**
 * The floods run in a process of their own: what they cost is theirs.
 * @type {Record<string, (port: number, isSecure: boolean) => Promise<void>>}
 */
const FLOODS = {
  async 'half-open connections'(port, isSecure) {
    const begun = isSecure ? HELLO : 'GET / HTTP/1.1\r\nX: ';
    for (let count = 0; count < HALF; count += 100) {
      await Promise.all(
        Array.from({ length: 100 }, (_, index) => opened(net.connect(port, '127.0.0.1'), index % 2 === 0 ? '' : begun)),
      );
    }
  },
  async 'requests of 120 KB'(port, isSecure) {
    const head = `POST /api/orders HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${LARGE.length}\r\n\r\n`;
    for (let count = 0; count < 3_000; count += 50) {
      await Promise.all(
        Array.from({ length: 50 }, () => opened(caller(port, isSecure), Buffer.concat([Buffer.from(head), LARGE]))),
      );
    }
  },
  async 'requests that never end'(port, isSecure) {
    const head =
      'POST /api/orders HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 9999\r\n\r\n{';
    for (let count = 0; count < 3_000; count += 50) {
      await Promise.all(Array.from({ length: 50 }, () => opened(caller(port, isSecure), head)));
    }
  },
};

/** @param {number} port @param {boolean} isSecure */
function caller(port, isSecure) {
  return isSecure
    ? tls.connect({ port, host: '127.0.0.1', rejectUnauthorized: false })
    : net.connect(port, '127.0.0.1');
}

/** @param {net.Socket} socket @param {string | Buffer} text */
async function opened(socket, text) {
  socket.on('error', () => undefined).resume();
  const isReady = socket instanceof tls.TLSSocket ? 'secureConnect' : 'connect';
  await Promise.race([once(socket, isReady), once(socket, 'close')]).catch(() => undefined);
  if (text.length > 0) socket.write(text);
}

/** @param {http.Agent} agent @param {number} port @returns {Promise<number>} milliseconds */
function call(agent, port) {
  const from = performance.now();
  const { request } = agent instanceof https.Agent ? https : http;
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path: '/api/orders?limit=50', agent }, (answer) => {
      answer
        .resume()
        .on('end', () =>
          answer.statusCode === 200 ? resolve(performance.now() - from) : reject(new Error(`${answer.statusCode}`)),
        );
    })
      .on('error', reject)
      .end();
  });
}

/** @param {number} port @param {boolean} isSecure @param {() => boolean} isOver */
async function bench(port, isSecure, isOver) {
  const kept = { keepAlive: true, maxSockets: 1 };
  const agent = isSecure ? new https.Agent({ ...kept, rejectUnauthorized: false }) : new http.Agent(kept);
  /** @type {number[]} */
  const times = [];
  while (!isOver()) {
    times.push(await call(agent, port));
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  agent.destroy();
  times.sort((a, b) => a - b);
  const at = (/** @type {number} */ share) =>
    Math.round((times[Math.floor(share * (times.length - 1))] ?? 0) * 10) / 10;
  return { calls: times.length, 'p50, ms': at(0.5), 'p99, ms': at(0.99), 'longest, ms': at(1) };
}

/** @param {boolean} isSecure */
async function measure(isSecure) {
  const database = await BenchDatabase.create('floods');
  const server = await startOrderdeck({ ...database.environment, TLS: isSecure ? 'on' : 'off' }, 'base');
  /** @type {Record<string, object>} */
  const results = {};
  try {
    const until = performance.now() + 5_000;
    results.nothing = await bench(server.port, isSecure, () => performance.now() > until);
    for (const name of Object.keys(FLOODS)) {
      const args = [fileURLToPath(import.meta.url), name, String(server.port), String(isSecure)];
      const child = spawn(process.execPath, args, { stdio: 'inherit' });
      results[name] = await bench(server.port, isSecure, () => child.exitCode !== null);
    }
    console.log(isSecure ? 'With TLS' : 'Without TLS');
    console.table(results);
  } finally {
    await server.stop();
    await database.drop();
  }
}

const [flood, port, isSecure] = process.argv.slice(2);
if (flood !== undefined && flood in FLOODS) {
  await FLOODS[flood]?.(Number(port), isSecure === 'true');
  process.exit(0);
}
await measure(false);
await measure(true);
