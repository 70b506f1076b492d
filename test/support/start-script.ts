import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach } from 'vitest';
import { freePort } from '../../scripts/lib/free-port.mjs';
import { isProcessWith } from '../../scripts/lib/process-identity.mjs';
import { ROOT } from '../../scripts/lib/repository.mjs';
import { eventually } from './eventually.ts';

const running = new Set<StartScript>();

afterEach(async () => {
  for (const script of running) await script.stop();
});

/** `npm start` as a person runs it, with what it keeps in a folder of the test's. */
export class StartScript {
  readonly child: ChildProcess;
  /** What it wrote, without empty lines. */
  readonly lines: string[] = [];

  private constructor(args: readonly string[], env: Readonly<Record<string, string | undefined>>) {
    const own = /^(DB_.*|DISPLAY|WAYLAND_DISPLAY)$/;
    const settings = Object.fromEntries(Object.entries(process.env).filter(([name]) => !own.test(name)));
    this.child = spawn(process.execPath, ['scripts/start.mjs', ...args], {
      cwd: ROOT,
      env: { ...settings, NODE_ENV: 'development', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running.add(this);
    this.child.once('exit', () => running.delete(this));
    for (const stream of [this.child.stdout, this.child.stderr]) {
      if (stream === null) continue;
      createInterface({ input: stream }).on('line', (line) => {
        if (line.trim() !== '') this.lines.push(line);
      });
    }
  }

  /** Runs it on free ports, with no display but one that `env` names. */
  static async run(
    args: readonly string[],
    env: Readonly<Record<string, string | undefined>> & { readonly ORDERDECK_DATA_DIR: string },
  ): Promise<StartScript> {
    return new StartScript(args, { PORT: String(await freePort()), WS_PORT: String(await freePort()), ...env });
  }

  /** Waits until it tells where the console is. */
  async address(): Promise<string> {
    return eventually(
      'the address is told',
      // Not only in the last line: a busy machine may make the server report something right after it.
      () => /^ {2}(http:\S+)\/$/m.exec(this.output)?.[1] ?? Promise.reject(new Error(this.output)),
      100_000,
    );
  }

  get output(): string {
    return this.lines.join('\n');
  }

  /** @returns its exit code, once it has ended by itself */
  async end(): Promise<number | null> {
    if (this.child.exitCode === null && this.child.signalCode === null) await once(this.child, 'close');
    return this.child.exitCode;
  }

  async stop(): Promise<number | null> {
    this.child.kill('SIGTERM');
    return this.end();
  }
}

/** Process number of the demo's database, from the files it leaves; 0 when it does not run. */
export function demoDatabaseProcess(directory: string): number {
  const folder = readdirSync(directory).find((name) => name.startsWith('demo-')) ?? '';
  const file = join(directory, folder, 'server.pid');
  const pid = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
  return isProcessWith(pid, `--datadir=${join(directory, folder, 'data')}`) ? pid : 0;
}
