import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { freePort } from '../../scripts/lib/free-port.mjs';
import { findRedisProgram } from '../../scripts/lib/redis-program.mjs';
import { eventually } from './eventually.ts';

/** Redis or Valkey, if one is installed; `npm test` installs one where it may, and says so where it may not. */
export const REDIS_PROGRAM = await findRedisProgram();

/** A Redis of a test's own on a free port of the loopback; it keeps nothing on disk. */
export class RedisServer {
  readonly #directory = mkdtempSync(join(tmpdir(), 'orderdeck-redis-'));
  #child: ChildProcess | null = null;

  private constructor(
    readonly port: number,
    private readonly flags: readonly string[],
  ) {}

  static async start(...flags: string[]): Promise<RedisServer> {
    const server = new RedisServer(await freePort(), flags);
    try {
      await server.start();
      return server;
    } catch (error) {
      await server.remove();
      throw error;
    }
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** Starts it again, empty, on the same port. */
  async start(): Promise<void> {
    if (REDIS_PROGRAM === null) throw new Error('No Redis is installed');
    const own = ['--port', `${this.port}`, '--bind', '127.0.0.1', '--dir', this.#directory, '--save', ''];
    const child = spawn(REDIS_PROGRAM.server, [...own, ...this.flags], { stdio: 'ignore' });
    this.#child = child;
    await eventually('Redis answers', async () => {
      if (child.exitCode !== null) throw new Error('Redis has ended');
      return this.#answers();
    });
  }

  /** One command on a connection of its own. */
  ask(command: string, ...args: string[]): Promise<unknown> {
    return this.askAs('', command, ...args);
  }

  async askAs(password: string, command: string, ...args: string[]): Promise<unknown> {
    const client = new Redis(this.url, {
      ...(password !== '' && { password }),
      lazyConnect: true,
      retryStrategy: () => null,
      maxRetriesPerRequest: 0,
    });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return await client.call(command, ...args);
    } finally {
      client.disconnect();
    }
  }

  /** Ends it as a power cut would. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (child === null) return;
    this.#child = null;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }

  /** Stops it from answering while its connections stay open. */
  freeze(): void {
    this.#child?.kill('SIGSTOP');
  }

  thaw(): void {
    this.#child?.kill('SIGCONT');
  }

  /** Whether it says something to a PING, if only that it wants a password. */
  async #answers(): Promise<boolean> {
    const socket = connect(this.port, '127.0.0.1');
    try {
      socket.write('PING\r\n');
      const [answer] = (await once(socket, 'data')) as [Buffer];
      return /^(\+PONG|-NOAUTH)/.test(String(answer));
    } finally {
      socket.destroy();
    }
  }

  async remove(): Promise<void> {
    await this.kill();
    rmSync(this.#directory, { recursive: true, force: true });
  }
}
