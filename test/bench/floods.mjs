// `npm run bench -- --floods`: how long the calls of one bench take while others flood the server.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { BenchDatabase } from './bench-database.mjs';
import { startOrderdeck } from './programs.mjs';

const HALF = 10_000;
const LARGE = Buffer.alloc(120_000, 'x');

/** The floods run in a process of their own: what they cost is theirs. @type {Record<string, (port: number) => Promise<void>>} */
const FLOODS = {
  async 'half-open connections'(port) {
    for (let count = 0; count < HALF; count += 100) {
      await Promise.all(
        Array.from({ length: 100 }, (_, index) => opened(port, index % 2 === 0 ? '' : 'GET / HTTP/1.1\r\nX: ')),
      );
    }
  },
  async 'requests of 120 KB'(port) {
    const head = `POST /api/orders HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${LARGE.length}\r\n\r\n`;
    for (let count = 0; count < 3_000; count += 50) {
      await Promise.all(Array.from({ length: 50 }, () => opened(port, Buffer.concat([Buffer.from(head), LARGE]))));
    }
  },
  async 'requests that never end'(port) {
    const head =
      'POST /api/orders HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 9999\r\n\r\n{';
    for (let count = 0; count < 3_000; count += 50) {
      await Promise.all(Array.from({ length: 50 }, () => opened(port, head)));
    }
  },
};

/** @param {number} port @param {string | Buffer} text */
async function opened(port, text) {
  const socket = connect(port, '127.0.0.1')
    .on('error', () => undefined)
    .resume();
  await once(socket, 'connect').catch(() => undefined);
  if (text.length > 0) socket.write(text);
}

/** @param {Agent} agent @param {number} port @returns {Promise<number>} milliseconds */
function call(agent, port) {
  const from = performance.now();
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

/** @param {number} port @param {() => boolean} isOver */
async function bench(port, isOver) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
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

const [flood, port] = process.argv.slice(2);
if (flood !== undefined && flood in FLOODS) {
  await FLOODS[flood]?.(Number(port));
  process.exit(0);
} else {
  const database = await BenchDatabase.create('floods');
  const server = await startOrderdeck(database.environment, 'base');
  /** @type {Record<string, object>} */
  const results = {};
  try {
    const until = performance.now() + 5_000;
    results.nothing = await bench(server.port, () => performance.now() > until);
    for (const name of Object.keys(FLOODS)) {
      const child = spawn(process.execPath, [fileURLToPath(import.meta.url), name, String(server.port)], {
        stdio: 'inherit',
      });
      results[name] = await bench(server.port, () => child.exitCode !== null);
    }
    console.table(results);
  } finally {
    await server.stop();
    await database.drop();
  }
}
