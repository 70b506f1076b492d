import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, it } from 'vitest';
import { freePort } from '../../scripts/lib/free-port.mjs';
import { isProcessWith } from '../../scripts/lib/process-identity.mjs';
import { ROOT } from '../../scripts/lib/repository.mjs';
import type { Order } from '../../src-shared/order.ts';
import { eventually } from '../support/eventually.ts';

interface Started {
  readonly child: ChildProcess;
  readonly lines: string[];
  readonly address: string;
  stop(): Promise<number | null>;
}

const directory = mkdtempSync(join(tmpdir(), 'orderdeck-start-'));
const running = new Set<ChildProcess>();

afterEach(async () => {
  for (const child of running) {
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
  rmSync(directory, { recursive: true, force: true });
});

function launch(args: readonly string[], env: Record<string, string>): { child: ChildProcess; lines: string[] } {
  const settings = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('DB_')));
  const child = spawn(process.execPath, ['scripts/start.mjs', ...args], {
    cwd: ROOT,
    env: { ...settings, NODE_ENV: 'development', ORDERDECK_DATA_DIR: directory, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      if (line.trim() !== '') lines.push(line);
    });
  }
  return { child, lines };
}

async function start(): Promise<Started> {
  const { child, lines } = launch(['--demo'], { PORT: String(await freePort()), WS_PORT: String(await freePort()) });
  const address = await eventually(
    'the address is told',
    // Not only in the last line: a busy machine may make the server report something right after it.
    () => /^ {2}(http:\S+)\/$/m.exec(lines.join('\n'))?.[1] ?? Promise.reject(new Error(lines.join('\n'))),
    100_000,
  );
  const stop = async () => {
    child.kill('SIGTERM');
    await once(child, 'close');
    return child.exitCode;
  };
  return { child, lines, address, stop };
}

async function ordersAt(address: string): Promise<Order[]> {
  return (await fetch(`${address}/api/orders`)).json() as Promise<Order[]>;
}

/** Process numbers of the demo's database, from the files it leaves. */
function databaseProcess(): number {
  const folder = readdirSync(directory).find((name) => name.startsWith('demo-')) ?? '';
  const file = join(directory, folder, 'server.pid');
  const pid = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
  return isProcessWith(pid, `--datadir=${join(directory, folder, 'data')}`) ? pid : 0;
}

describe('npm start', () => {
  it('[SCRIPT-30] serves sample orders from a database of its own, and keeps what was changed', async () => {
    const first = await start();
    const orders = await ordersAt(first.address);
    expect(orders.map((order) => order.product_name)).toEqual(['Laptop', 'Phone', 'Tablet']);
    expect(orders.map((order) => order.status)).toEqual(['pending', 'pending', 'shipped']);
    expect(databaseProcess()).toBeGreaterThan(0);
    await fetch(`${first.address}/api/orders/1`, { method: 'DELETE' });
    expect(await first.stop()).toBe(0);
    expect(databaseProcess()).toBe(0);

    const second = await start();
    expect((await ordersAt(second.address)).map((order) => order.id)).toEqual([2, 3]);
    expect(await second.stop()).toBe(0);
  });

  it('[SCRIPT-31] what a SIGKILL leaves behind is stopped (the server) or taken over (the database) by the next start', async () => {
    const first = await start();
    const left = databaseProcess();
    first.child.kill('SIGKILL');
    await once(first.child, 'exit');
    const second = await start();
    expect(databaseProcess()).toBe(left);
    expect((await ordersAt(second.address)).length).toBe(3);
    await expect(fetch(`${first.address}/health`)).rejects.toThrow('fetch failed');
    expect(await second.stop()).toBe(0);
    expect(databaseProcess()).toBe(0);
  });

  it('[SCRIPT-32] a database that was named and does not answer is told, and the console starts all the same', async () => {
    const port = await freePort();
    const { child, lines } = launch([], {
      DB_HOST: '127.0.0.1',
      DB_PORT: String(port),
      PORT: String(await freePort()),
      WS_PORT: String(await freePort()),
    });
    await eventually('the address is told', () => lines.some((line) => /^ {2}http:/.test(line)), 100_000);
    expect(lines.join('\n')).toContain(`Nothing answers at 127.0.0.1:${port} (DB_HOST, DB_PORT)`);
    child.kill('SIGTERM');
    await once(child, 'close');
    expect(child.exitCode).toBe(0);
  });

  it('[SCRIPT-33] a wrong setting ends it with the line of the server and its exit code', async () => {
    const { child, lines } = launch(['--demo'], { PORT: 'abc', WS_PORT: String(await freePort()) });
    await once(child, 'close');
    expect(child.exitCode).toBe(1);
    expect(lines.join('\n')).toMatch(/PORT: got "abc", takes a whole number/);
    expect(databaseProcess()).toBe(0);
  });

  it('[SCRIPT-34] an unknown option is refused with the list of those there are', async () => {
    const { child, lines } = launch(['--demmo'], {});
    await once(child, 'close');
    expect(child.exitCode).toBe(1);
    expect(lines.join('\n')).toMatch(/--demmo[\s\S]*npm start -- --demo/);
  });
});
