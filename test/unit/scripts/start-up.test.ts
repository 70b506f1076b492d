import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { nameOf, readGreeting } from '../../../scripts/lib/database-greeting.mjs';
import { areDependenciesCurrent } from '../../../scripts/lib/dependencies.mjs';
import { freePort, isFree, rememberedPort } from '../../../scripts/lib/free-port.mjs';
import { beginningOf, isProcessWith } from '../../../scripts/lib/process-identity.mjs';
import { checkNodeVersion } from '../../../scripts/lib/repository.mjs';
import { mustRun, run } from '../../../scripts/lib/run.mjs';
import { consoleAddress, readableLogLine } from '../../../scripts/lib/server-log.mjs';
import { eventually } from '../../support/eventually.ts';

const root = mkdtempSync(join(tmpdir(), 'orderdeck-scripts-'));
let directory = root;
let cases = 0;

beforeEach(() => {
  directory = join(root, String(++cases));
  mkdirSync(directory);
});

afterAll(() => rmSync(root, { recursive: true }));

/** Something that says `hello` to everybody and nothing more. */
async function withServer<T>(hello: Buffer, use: (port: number) => Promise<T>): Promise<T> {
  const server = createServer((socket) => socket.on('error', () => socket.destroy()).write(hello));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await use((server.address() as AddressInfo).port);
  } finally {
    server.close();
  }
}

describe('what npm start finds out first', () => {
  it('[SCRIPT-4] an older Node is refused in one line that names both versions', () => {
    for (const version of ['20.19.0', '20.19.5', '20.20.0', '22.0.0']) checkNodeVersion(version, '>=20.19');
    expect(() => checkNodeVersion('20.18.3', '>=20.19')).toThrow(
      'This is Node 20.18.3; Orderdeck is built with Node 20.19',
    );
    expect(() => checkNodeVersion('18.20.0', '>=20.19')).toThrow('Node 18.20.0');
  });

  it('[SCRIPT-5] dependencies are current when the listed versions are installed, whatever else is', () => {
    const write = (path: string, packages: object) =>
      writeFileSync(join(directory, path), JSON.stringify({ packages }));
    const listed = {
      '': {},
      'node_modules/a': { version: '1.0.0' },
      'node_modules/b': { version: '2.0.0', optional: true },
    };
    expect(areDependenciesCurrent(directory)).toBe(false);
    write('package-lock.json', listed);
    expect(areDependenciesCurrent(directory)).toBe(false);
    mkdirSync(join(directory, 'node_modules'));
    const installed = (packages: object) => {
      write('node_modules/.package-lock.json', packages);
      return areDependenciesCurrent(directory);
    };
    expect(installed({ 'node_modules/a': { version: '1.0.0' } })).toBe(true);
    expect(installed({ 'node_modules/a': { version: '1.0.1' } })).toBe(false);
    expect(installed({})).toBe(false);
    expect(installed({ 'node_modules/a': { version: '1.0.0' }, 'node_modules/c': { version: '1.0.0' } })).toBe(true);
    writeFileSync(join(directory, 'node_modules/.package-lock.json'), '{"pack');
    expect(areDependenciesCurrent(directory)).toBe(false);
  });

  it('[SCRIPT-11] a free port is handed out once, though nobody has taken it yet', async () => {
    const ports = await Promise.all(Array.from({ length: 100 }, freePort));
    expect(new Set(ports).size).toBe(100);
  });

  it('[SCRIPT-6] a port is kept between starts, and changed only when somebody else has it', async () => {
    const file = join(directory, 'port');
    const port = await rememberedPort(file);
    expect(await rememberedPort(file)).toBe(port);
    await withServer(Buffer.from(''), async (taken) => {
      expect(await isFree(taken)).toBe(false);
      writeFileSync(file, String(taken));
      const other = await rememberedPort(file);
      expect(other).not.toBe(taken);
      expect(readFileSync(file, 'utf8')).toBe(`${other}\n`);
    });
    writeFileSync(file, 'rubbish');
    expect(await rememberedPort(file)).toBeGreaterThan(0);
  });

  it('[SCRIPT-7] a number in a file is no process: its command line and its beginning are', () => {
    expect(isProcessWith(process.pid, process.argv[0] ?? '')).toBe(true);
    expect(isProcessWith(process.pid, '--datadir=/elsewhere')).toBe(false);
    expect(isProcessWith(2 ** 22 + 1, 'anything')).toBe(false);
    expect(beginningOf(process.pid)).toMatch(/\d/);
    expect(beginningOf(process.pid)).toBe(beginningOf(process.pid));
    expect(beginningOf(2 ** 22 + 1)).toBeNull();
  });

  it.runIf(process.platform === 'linux')('[SCRIPT-7] a zombie is no process any more', async () => {
    // The shell's child ends when its parent has become another program, which never asks how.
    const script = 'read -r _ <&3 & echo $!; exec sleep 60 3<&-';
    const zombie = spawn('sh', ['-c', script], { stdio: ['ignore', 'pipe', 'ignore', 'pipe'] });
    try {
      const [text] = (await once(zombie.stdio[1] as Readable, 'data')) as [Buffer];
      const pid = Number(text.toString());
      await eventually('its parent is no shell', () => isProcessWith(Number(zombie.pid), 'sleep'));
      (zombie.stdio[3] as Writable).end('\n');
      await eventually('it is a zombie', () => / Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8')));
      expect(beginningOf(pid)).toBeNull();
    } finally {
      zombie.kill('SIGKILL');
    }
  });

  it('[SCRIPT-8] a database server is known by its first packet, anything else is none', async () => {
    const packet = (version: string) =>
      Buffer.concat([Buffer.from([90, 0, 0, 0, 10]), Buffer.from(`${version}\0rest`)]);
    expect(await withServer(packet('9.7.4'), (port) => readGreeting('127.0.0.1', port))).toBe('MySQL 9.7.4');
    expect(await withServer(Buffer.from('HTTP/1.1 400 Bad'), (port) => readGreeting('127.0.0.1', port))).toBeNull();
    expect(await withServer(Buffer.from(''), (port) => readGreeting('127.0.0.1', port, 50))).toBeNull();
    expect(nameOf('5.5.5-10.11.19-MariaDB-0+deb12u1')).toBe('MariaDB 10.11.19');
    expect(nameOf('5.7.44-log')).toBe('MySQL 5.7.44');
  });

  it('[SCRIPT-9] a program that fails is told with the end of what it said', async () => {
    expect(await run('/nowhere/at-all', [])).toMatchObject({ code: 127 });
    const failing = mustRun('Trying', process.execPath, ['-e', 'console.error("because"); process.exit(3)']);
    await expect(failing).rejects.toThrow(/Trying: .* ended with code 3\.\nbecause/);
  });

  it('[SCRIPT-9] a program that takes too long is ended with everything it started', async () => {
    const script = `const c = require('child_process').spawn(process.execPath, ['-e', 'setInterval(() => 0, 1000)']);
      console.log(c.pid); setInterval(() => 0, 1000);`;
    const { timedOut, output } = await run(process.execPath, ['-e', script], { timeoutMs: 1_000 });
    expect(timedOut).toBe(true);
    await eventually('its child is gone', () => !isProcessWith(Number(output), '-e'));
  });

  it('[SCRIPT-10] a line of the log reads as a sentence, and anything else stays as it is', () => {
    const line = '{"level":"warn","time":"2026-01-02T03:04:05.000Z","version":"1","port":3000,"msg":"Listening"}';
    expect(readableLogLine(line)).toMatch(/^\d\d:\d\d:\d\d {2}WARN Listening \(port=3000\)$/);
    expect(consoleAddress(line)).toBeNull();
    const told = (facts: object) => consoleAddress(JSON.stringify({ level: 'info', time: '', msg: 'x', ...facts }));
    const listening = (url: string) => told({ url });
    expect(listening('http://127.0.0.1:3000')).toBe('http://127.0.0.1:3000');
    expect(listening('http://0.0.0.0:3000')).toBe('http://localhost:3000');
    expect(listening('http://[::]:3000')).toBe('http://localhost:3000');
    expect(listening('app://orderdeck/')).toBeNull();
    expect(told({ urls: ['http://localhost:3000', 'http://192.0.2.7:3000'] })).toBe('http://localhost:3000');
    expect(told({ urls: [] })).toBeNull();
    for (const other of ['plain', '{"a":1}', '{broken', '']) expect(readableLogLine(other)).toBe(other);
  });
});
