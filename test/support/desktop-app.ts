import type { ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { afterAll, afterEach } from 'vitest';
import { findElectron } from '../../scripts/lib/electron.mjs';
import { freePort } from '../../scripts/lib/free-port.mjs';
import { ROOT } from '../../scripts/lib/repository.mjs';
import { lastLines, run } from '../../scripts/lib/run.mjs';
import { type LogEntry, parseLogLine } from '../../scripts/lib/server-log.mjs';
import { startVirtualDisplay, type VirtualDisplay } from '../../scripts/lib/virtual-display.mjs';
import { ConsolePage } from './console-page.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export interface DesktopOptions {
  /** Added to an environment that holds nothing of the developer's; `undefined` takes a variable away. */
  readonly env?: Environment;
  /** The user data folder of an earlier launch; without, an empty one. */
  readonly userData?: string;
  /** After the app's folder, for example an address to open. */
  readonly args?: readonly string[];
  /** Another program or app than the built one: what comes before `args`. */
  readonly program?: { readonly path: string; readonly args: readonly string[] };
}

const QUIT_TIMEOUT_MS = 30_000;
const LAST_LINES_MS = 2_000;
const LOG_LINES = 40;
/** The same picture on every machine. */
const SWITCHES = ['--disable-gpu', '--font-render-hinting=none', '--force-color-profile=srgb', '--lang=en-GB'];

const HOLD_READY = join(ROOT, 'test/support/hold-ready.cjs');

const folders: string[] = [];
const running = new Set<DesktopApp>();
let endedInThisTest: DesktopApp[] = [];
let display: Promise<VirtualDisplay> | undefined;

afterEach(({ task }) => {
  if (task.result?.state === 'fail') {
    for (const app of [...endedInThisTest, ...running]) console.error(app.lastWords);
  }
  endedInThisTest = [];
});

// A program that a test forgot would go on polling its database for ever.
afterAll(async () => {
  const forgotten = [...running];
  await Promise.all(forgotten.map((app) => app.kill()));
  await (await display)?.stop();
  display = undefined;
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  if (forgotten.length > 0) throw new Error(`${forgotten.length} desktop programs still ran at the end of this file`);
});

/** The desktop program in a real Electron, on a display of the test file's own. */
export class DesktopApp {
  readonly userData: string;
  /** Of REST and console, if the program serves browsers. */
  readonly port: number;
  readonly wsPort: number;
  readonly #electron: ElectronApplication;
  readonly #process: ChildProcess;
  readonly #options: DesktopOptions;
  readonly #log: string;
  readonly #exit: Promise<number | null>;

  private constructor(electron: ElectronApplication, log: string, options: DesktopOptions & Launched) {
    this.#electron = electron;
    this.#process = electron.process();
    this.#log = log;
    this.#options = options;
    this.userData = options.userData;
    this.port = Number(options.env.PORT);
    this.wsPort = Number(options.env.WS_PORT);
    running.add(this);
    this.#exit = new Promise((resolve) => {
      const ended = (code: number | null) => {
        if (running.delete(this)) endedInThisTest.push(this);
        resolve(code);
      };
      // With the last lines, but without waiting for what holds them open and is not this program.
      const exited = (code: number | null) => setTimeout(ended, LAST_LINES_MS, code);
      this.#process.once('close', ended);
      if (this.#process.exitCode !== null || this.#process.signalCode !== null) exited(this.#process.exitCode);
      else this.#process.once('exit', exited);
    });
  }

  /**
   * Starts the built program on free ports.
   *
   * @throws Error with what it wrote when it ends or does not come up
   */
  static async launch(options: DesktopOptions = {}): Promise<DesktopApp> {
    const { path, args, env, cwd, userData } = await prepareLaunch(options);
    const log = join(cwd, 'output.log');
    try {
      const electron = await _electron.launch({
        executablePath: loggingProgram(cwd, path, log),
        args: ['-r', HOLD_READY, ...args],
        cwd,
        env: definedOnly(env),
        timeout: 60_000,
      });
      return new DesktopApp(electron, log, { ...options, env, userData });
    } catch (error) {
      const output = existsSync(log) ? readFileSync(log, 'utf8') : '';
      throw new Error(`${(error as Error).message}\n${lastLines(output, LOG_LINES)}`, { cause: error });
    }
  }

  /** Starts the program once more beside this one, on the same user data, and waits for that one's end. */
  async startSecond(args: readonly string[] = []): Promise<{ readonly code: number; readonly output: string }> {
    const second = await prepareLaunch({ ...this.#options, userData: this.userData, args });
    return run(second.path, second.args, { cwd: second.cwd, env: withoutOwn(second.env), timeoutMs: QUIT_TIMEOUT_MS });
  }

  /** A new process with the same settings on the same user data and ports; call when this one has ended. */
  async relaunch(changes: DesktopOptions = {}): Promise<DesktopApp> {
    const env = { ...this.#options.env, ...changes.env };
    return DesktopApp.launch({ ...this.#options, ...changes, env, userData: this.userData });
  }

  get pid(): number {
    if (this.#process.pid === undefined) throw new Error('The desktop program could not be started');
    return this.#process.pid;
  }

  /** REST and console for browsers, without a slash at the end. */
  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Playwright's own handle, for what this class has no method for. */
  get electron(): ElectronApplication {
    return this.#electron;
  }

  /** The first window. */
  async window(): Promise<Page> {
    return this.#electron.firstWindow();
  }

  /** The console in the first window, once it is live. */
  async console(): Promise<ConsolePage> {
    const page = new ConsolePage(await this.window());
    await page.isState('live');
    return page;
  }

  /** Runs a function in the main process, with the module `electron` as its first argument. */
  get evaluate(): ElectronApplication['evaluate'] {
    return this.#electron.evaluate.bind(this.#electron);
  }

  /** Keeps a picture of the first window in `test-results/desktop`. */
  async screenshot(name: string): Promise<Buffer> {
    return (await this.window()).screenshot({ path: join(ROOT, 'test-results/desktop', `${name}.png`) });
  }

  /** Everything the main process wrote to standard output and standard error, by line. */
  get lines(): string[] {
    return existsSync(this.#log) ? readFileSync(this.#log, 'utf8').trimEnd().split('\n') : [];
  }

  get log(): LogEntry[] {
    return this.lines.map(parseLogLine).filter((entry) => entry !== null);
  }

  /** The end of what it wrote, for a person who looks for a fault. */
  get lastWords(): string {
    return `--- desktop program ${this.pid} ---\n${this.lines.slice(-LOG_LINES).join('\n')}`;
  }

  /** Resolves when the process has ended, however it ended, with its exit code; `null` after a signal. */
  get exit(): Promise<number | null> {
    return this.#exit;
  }

  /**
   * Quits as the menu does.
   *
   * @returns its exit code
   * @throws Error when it goes on running; it is killed then
   */
  async close(): Promise<number | null> {
    // The answer may be lost with the process.
    const asked = this.#electron.evaluate(({ app }) => app.quit()).catch(() => undefined);
    const late = new Promise<'late'>((resolve) => setTimeout(resolve, QUIT_TIMEOUT_MS, 'late').unref());
    const code = await Promise.race([this.#exit, late]);
    if (code === 'late') {
      await this.kill();
      throw new Error(`The desktop program did not quit within ${QUIT_TIMEOUT_MS} ms\n${this.lastWords}`);
    }
    await asked;
    return code;
  }

  /** Ends it as a power cut would. */
  async kill(): Promise<void> {
    this.#process.kill('SIGKILL');
    await this.#exit;
  }
}

interface Launched {
  readonly env: Environment;
  readonly userData: string;
}

/** The command line, the folders and the environment of a launch. */
export async function prepareLaunch(options: DesktopOptions) {
  const electron = await findElectron();
  if (electron === null) throw new Error('No Electron was found: run the tests with `npm test`');
  display ??= startVirtualDisplay();
  const cwd = mkdtempSync(join(tmpdir(), 'orderdeck-desktop-'));
  folders.push(cwd);
  const userData = options.userData ?? join(cwd, 'user-data');
  const { path, args } = options.program ?? { path: electron.path, args: [ROOT] };
  return {
    cwd,
    userData,
    path,
    args: [...electron.args, ...SWITCHES, `--user-data-dir=${userData}`, ...args, ...(options.args ?? [])],
    env: {
      ...foldersOf(cwd),
      PATH: process.env.PATH,
      TZ: 'UTC',
      LANG: 'C.UTF-8',
      DISPLAY: (await display).display,
      PORT: String(await freePort()),
      WS_PORT: String(await freePort()),
      ...options.env,
    } satisfies Environment,
  };
}

/** Where a program keeps what is its user's: nothing may come from the developer, or go there. */
function foldersOf(cwd: string): Environment {
  const home = join(cwd, 'home');
  const runtime = join(cwd, 'run');
  mkdirSync(home);
  mkdirSync(runtime, { mode: 0o700 });
  return {
    HOME: home,
    XDG_CONFIG_HOME: join(home, '.config'),
    XDG_CACHE_HOME: join(home, '.cache'),
    XDG_DATA_HOME: join(home, '.local/share'),
    XDG_STATE_HOME: join(home, '.local/state'),
    XDG_RUNTIME_DIR: runtime,
  };
}

/**
 * The same program, with a copy of what it writes: playwright keeps the first lines to itself.
 *
 * @returns path of a script that becomes the program
 */
function loggingProgram(folder: string, path: string, log: string): string {
  const script = join(folder, 'electron.sh');
  writeFileSync(script, `#!/bin/bash\nexec '${path}' "$@" > >(tee -a '${log}') 2> >(tee -a '${log}' >&2)\n`);
  chmodSync(script, 0o755);
  return script;
}

function definedOnly(env: Environment): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

/** For `run`, which adds to this process's environment. */
function withoutOwn(env: Environment): Environment {
  return { ...Object.fromEntries(Object.keys(process.env).map((name) => [name, undefined])), ...env };
}
