import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll } from 'vitest';
import { freePort } from '../../scripts/lib/free-port.mjs';
import { ROOT } from '../../scripts/lib/repository.mjs';
import { type LogEntry, parseLogLine } from '../../scripts/lib/server-log.mjs';
import type { Health, Stats } from '../../src-shared/rest-api.ts';
import { eventually } from './eventually.ts';

export interface ServerOptions {
  /** `listening`: it answers at all, also by a redirect to HTTPS. Default: `healthy`, GET /health is 200. */
  readonly until?: 'listening' | 'healthy';
  readonly withinMs?: number;
}

export interface ServerExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

type Environment = Readonly<Record<string, string>>;

const running = new Set<ServerProcess>();

// A server that a test forgot would go on polling its database for ever.
afterAll(async () => {
  const forgotten = [...running];
  await Promise.all(forgotten.map((server) => server.kill()));
  if (forgotten.length > 0) throw new Error(`${forgotten.length} servers were still running at the end of this file`);
});

/** The built program as an operator runs it: `node out/main/server.js` with nothing but environment variables. */
export class ServerProcess {
  readonly port: number;
  readonly wsPort: number;
  /** Resolves when the process has ended, however it ended. */
  readonly exit: Promise<ServerExit>;
  /** Everything it wrote to standard output and standard error, by line. */
  readonly lines: string[] = [];
  readonly #child: ChildProcess;
  readonly #environment: Environment;
  readonly #directory = mkdtempSync(join(tmpdir(), 'orderdeck-server-'));

  private constructor(environment: Environment, port: number, wsPort: number, last: Environment = {}) {
    this.port = port;
    this.wsPort = wsPort;
    this.#environment = environment;
    // Its own working directory and environment: a developer's .env has no say here.
    this.#child = spawn(process.execPath, [join(ROOT, 'out/main/server.js')], {
      cwd: this.#directory,
      env: {
        PATH: process.env.PATH,
        TZ: process.env.TZ,
        ...environment,
        PORT: String(port),
        WS_PORT: String(wsPort),
        ...last,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      if (stream !== null) createInterface({ input: stream }).on('line', (line) => this.lines.push(line));
    }
    running.add(this);
    this.exit = once(this.#child, 'close').then(([code, signal]) => {
      running.delete(this);
      rmSync(this.#directory, { recursive: true, force: true });
      return { code, signal };
    });
  }

  /**
   * Starts a server on free ports and waits until it can be used.
   *
   * @throws Error with its log when it ends or does not come up
   */
  static async start(environment: Environment, options: ServerOptions = {}): Promise<ServerProcess> {
    const ports = { port: Number(environment.PORT ?? 0), wsPort: Number(environment.WS_PORT ?? 0) };
    const server = new ServerProcess(
      environment,
      ports.port > 0 ? ports.port : await freePort(),
      ports.wsPort > 0 ? ports.wsPort : await freePort(),
    );
    await server.#untilUsable(options);
    return server;
  }

  /** The program with settings it should refuse: does not wait for it to listen, but for its end. */
  static async runToEnd(environment: Environment): Promise<ServerExit & { readonly lines: readonly string[] }> {
    const server = new ServerProcess({}, await freePort(), await freePort(), environment);
    return { ...(await server.exit), lines: server.lines };
  }

  /** A new process with the same settings on the same ports; call when this one has ended. */
  async startAgain(changes: Environment = {}, options: ServerOptions = {}): Promise<ServerProcess> {
    const ports = { PORT: String(this.port), WS_PORT: String(this.wsPort) };
    return ServerProcess.start({ ...this.#environment, ...ports, ...changes }, options);
  }

  get pid(): number {
    if (this.#child.pid === undefined) throw new Error('The server could not be started');
    return this.#child.pid;
  }

  /** REST and console, without a slash at the end. */
  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** The WebSocket port of the base. */
  get wsUrl(): string {
    return `ws://127.0.0.1:${this.wsPort}/`;
  }

  /** The same socket on the port of REST. */
  get sameOriginWsUrl(): string {
    return `ws://127.0.0.1:${this.port}/ws`;
  }

  get log(): LogEntry[] {
    return this.lines.map(parseLogLine).filter((entry) => entry !== null);
  }

  async health(): Promise<Health> {
    return (await fetch(`${this.url}/health`)).json() as Promise<Health>;
  }

  async stats(): Promise<Stats> {
    return (await fetch(`${this.url}/api/stats`)).json() as Promise<Stats>;
  }

  /** Asks it to end, as a service manager does. */
  async stop(): Promise<ServerExit> {
    this.#child.kill('SIGTERM');
    return this.exit;
  }

  /** Ends it as a power cut would. */
  async kill(): Promise<ServerExit> {
    this.#child.kill('SIGKILL');
    return this.exit;
  }

  async #untilUsable({ until = 'healthy', withinMs = 30_000 }: ServerOptions): Promise<void> {
    try {
      const state = await eventually(
        `the server is ${until}`,
        async () => this.#hasEnded || (await this.#answers(until)),
        withinMs,
      );
      if (state === 'ended') throw new Error('The server ended while starting');
    } catch (error) {
      await this.kill();
      throw new Error(`${(error as Error).message}\n${this.lines.slice(-30).join('\n')}`, { cause: error });
    }
  }

  get #hasEnded(): 'ended' | false {
    return (this.#child.exitCode !== null || this.#child.signalCode !== null) && 'ended';
  }

  async #answers(until: 'listening' | 'healthy'): Promise<'answers'> {
    const response = await fetch(`${this.url}/health`, { redirect: 'manual', signal: AbortSignal.timeout(5_000) });
    const body = await response.text();
    if (until === 'healthy' && response.status !== 200) throw new Error(body);
    return 'answers';
  }
}
