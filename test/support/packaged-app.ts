import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach } from 'vitest';
import { type DesktopOptions, prepareLaunch } from './desktop-app.ts';
import { eventually } from './eventually.ts';

const LOG_LINES = 40;

const running = new Set<PackagedApp>();

afterEach(({ task }) => {
  if (task.result?.state !== 'fail') return;
  for (const app of running) console.error(app.output.slice(-LOG_LINES).join('\n'));
});

afterAll(async () => {
  const forgotten = [...running];
  await Promise.all(forgotten.map((app) => app.kill()));
  if (forgotten.length > 0) throw new Error(`${forgotten.length} packaged programs still ran at the end of this file`);
});

/** The packaged program. It cannot be inspected, so this looks at its window as a browser's tools do. */
export class PackagedApp {
  readonly output: string[] = [];
  readonly exit: Promise<number | null>;
  readonly #process: ChildProcess;
  #browser: Browser | null = null;

  private constructor(process: ChildProcess) {
    this.#process = process;
    running.add(this);
    for (const stream of [process.stdout, process.stderr]) {
      if (stream !== null) createInterface({ input: stream }).on('line', (line) => this.output.push(line));
    }
    this.exit = new Promise((resolve) => {
      process.once('close', (code) => {
        running.delete(this);
        resolve(code);
      });
    });
  }

  /** @throws Error with what it wrote when it does not come up */
  static async launch(program: string, options: DesktopOptions): Promise<PackagedApp> {
    const prepared = await prepareLaunch({ ...options, program: { path: program, args: [] } });
    const args = [...prepared.args, '--remote-debugging-port=0'];
    const child = spawn(prepared.path, args, {
      cwd: prepared.cwd,
      env: prepared.env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const app = new PackagedApp(child);
    const url = await Promise.race([app.#debuggingUrl(), app.exit]);
    if (typeof url !== 'string') throw new Error(`The program ended with code ${url}\n${app.output.join('\n')}`);
    await app.#pageIsThere(url);
    // Electron has no settings of a browser to be overridden.
    app.#browser = await chromium.connectOverCDP(url, { noDefaults: true, isLocal: true });
    return app;
  }

  get pid(): number {
    if (this.#process.pid === undefined) throw new Error('The packaged program could not be started');
    return this.#process.pid;
  }

  /** The first window, once it is there. */
  async window(): Promise<Page> {
    return eventually(
      'the window opens',
      () => this.#browser?.contexts().flatMap((context) => context.pages())[0],
      30_000,
    );
  }

  /**
   * Ends it as the system does when its user logs out.
   *
   * @returns its exit code
   */
  async close(): Promise<number | null> {
    await this.#browser?.close();
    this.#process.kill('SIGTERM');
    return this.exit;
  }

  async kill(): Promise<void> {
    this.#process.kill('SIGKILL');
    await this.exit;
  }

  /** Whoever connects while Chromium exchanges the empty page for the console may wait for an answer for ever. */
  #pageIsThere(debuggingUrl: string): Promise<unknown> {
    const list = new URL('/json/list', debuggingUrl.replace(/^ws:/, 'http:'));
    return eventually(
      'the console is loaded',
      async () => {
        const targets = (await (await fetch(list)).json()) as { readonly type: string; readonly title: string }[];
        return targets.some(({ type, title }) => type === 'page' && title.includes('Orderdeck'));
      },
      30_000,
    );
  }

  #debuggingUrl(): Promise<string> {
    return eventually(
      'the window can be looked at',
      () => {
        const lines = this.output.map((line) => /^DevTools listening on (ws:\S+)$/.exec(line)?.[1]);
        return lines.find((url) => url !== undefined);
      },
      30_000,
    );
  }
}
