import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import * as http from 'node:http';
import * as https from 'node:https';
import { join } from 'node:path';
import { freePort } from '../../scripts/lib/free-port.mjs';
import { ROOT } from '../../scripts/lib/repository.mjs';

/**
 * @typedef {{ name: string, port: number, path: string, protocol: string, pid: number, stop: () => Promise<void> }} Program
 * @typedef {Record<string, string>} Environment
 */

/** @param {Environment} database @returns {Promise<Program>} */
export async function startBaseDesign(database) {
  const wsPort = await freePort();
  const child = spawn(process.execPath, [join(ROOT, 'test/bench/base-design.mjs')], {
    env: { PATH: process.env.PATH, ...database, WS_PORT: String(wsPort) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  return program('base design', child, wsPort, '/', 'base');
}

/** A plain reader of the binary log. @param {Environment} database @returns {Promise<Program>} */
export async function startBinlogReader(database) {
  const wsPort = await freePort();
  const child = spawn(process.execPath, [join(ROOT, 'test/bench/binlog-reader.mjs')], {
    env: { PATH: process.env.PATH, ...database, WS_PORT: String(wsPort) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await Promise.race([
    once(child.stdout, 'data'),
    once(child, 'exit').then(() => {
      throw new Error('The reader of the binary log ended while starting');
    }),
  ]);
  return program('binlog reader', child, wsPort, '/', 'base');
}

/**
 * @param {Environment} database
 * @param {'base' | 'orderdeck.v1'} protocol
 * @param {Environment} settings
 * @param {string} name
 * @returns {Promise<Program>}
 */
export async function startOrderdeck(
  database,
  protocol,
  settings = {},
  name = protocol === 'base' ? 'Orderdeck, base clients' : 'Orderdeck, `orderdeck.v1`',
) {
  const [port, wsPort] = [await freePort(), await freePort()];
  const child = spawn(process.execPath, [join(ROOT, 'out/main/server.js')], {
    env: {
      PATH: process.env.PATH,
      ...database,
      PORT: String(port),
      WS_PORT: String(wsPort),
      RATE_LIMIT_PER_MINUTE: '0',
      ...settings,
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  for (;;) {
    if (await isHealthy(port, database.TLS === 'on')) break;
    if (child.exitCode !== null) throw new Error('The server ended while starting');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return program(name, child, port, '/ws', protocol);
}

/** @param {number} port @param {boolean} isSecure @returns {Promise<boolean>} */
function isHealthy(port, isSecure) {
  const { get } = isSecure ? https : http;
  return new Promise((resolve) => {
    get({ host: '127.0.0.1', port, path: '/health', rejectUnauthorized: false }, (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200);
    }).on('error', () => resolve(false));
  });
}

/**
 * @param {string} name
 * @param {import('node:child_process').ChildProcess} child
 * @param {number} port
 * @param {string} path
 * @param {string} protocol
 * @returns {Program}
 */
function program(name, child, port, path, protocol) {
  const exit = once(child, 'exit');
  return {
    name,
    port,
    path,
    protocol,
    pid: child.pid ?? 0,
    async stop() {
      child.kill('SIGTERM');
      await exit;
    },
  };
}

/** @param {number} pid @returns {number} seconds of processor time used so far, user and system */
export function processorSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** @param {number} pid @returns {{ rssMb: number, anonymousMb: number }} */
export function memory(pid) {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const mb = (/** @type {string} */ name) => Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1]) / 1024;
  return { rssMb: mb('VmRSS'), anonymousMb: mb('RssAnon') };
}

/**
 * @param {Program} target
 * @param {number} clients
 * @param {number} stalled so many of them read nothing once they are connected
 */
export async function startSwarm(target, clients, stalled = 0) {
  const child = spawn(
    process.execPath,
    [
      join(ROOT, 'test/bench/swarm.mjs'),
      String(target.port),
      target.path,
      target.protocol,
      String(clients),
      String(stalled),
    ],
    {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    },
  );
  await once(child, 'message');
  const exit = once(child, 'exit');
  return {
    /** @returns {Promise<{ changes: number[], bytes: number[], frames: number[] }>} changes: of those who read them */
    async figures() {
      child.send({});
      const [figures] = await once(child, 'message');
      return figures;
    },
    async stop() {
      child.disconnect();
      await exit;
    },
  };
}
