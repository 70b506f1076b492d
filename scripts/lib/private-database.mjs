import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { readGreeting } from './database-greeting.mjs';
import { isFree, rememberedPort } from './free-port.mjs';
import { ScriptError } from './log.mjs';
import { beginningOf, isProcessWith } from './process-identity.mjs';
import { lastLines, mustRun } from './run.mjs';

/** @typedef {import('./database-program.mjs').DatabaseProgram} DatabaseProgram */

// A UNIX socket's path has 108 bytes, the last of them zero.
const SOCKET_PATH_MAX = 107;
const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 60_000;
// For the system to take back what a killed server had open.
const PORT_TIMEOUT_MS = 5_000;
// MySQL creates its root for `localhost` alone, which without a name service is not 127.0.0.1.
const ROOT_ON_LOOPBACK =
  "CREATE USER 'root'@'127.0.0.1' IDENTIFIED BY '';\nGRANT ALL ON *.* TO 'root'@'127.0.0.1' WITH GRANT OPTION;\n";

/**
 * A MariaDB or MySQL server of our own: its data in one folder, reachable on 127.0.0.1 alone, root without a password.
 * It outlives crashes: what an ended console left running is taken over, never started twice.
 */
export class PrivateDatabase {
  #program;
  #directory;
  #flags;
  /** @type {number | null} */
  #pid = null;
  /** @type {number | null} */
  #port = null;
  #owned = false;
  #endAtExit = () => this.#end();

  /**
   * @param {object} options
   * @param {DatabaseProgram} options.program
   * @param {string} options.directory absolute; holds data, log, port and pid file
   * @param {readonly string[]} [options.flags] further flags of the server
   */
  constructor({ program, directory, flags = [] }) {
    this.#program = program;
    this.#directory = directory;
    this.#flags = flags;
  }

  get port() {
    if (this.#port === null) throw new Error('The database server has not been started.');
    return this.#port;
  }

  get url() {
    return `mysql://root@127.0.0.1:${this.port}/`;
  }

  get name() {
    return this.#program.name;
  }

  /** Whether `stop` would end it: it was started or taken over by this object. */
  get isOwned() {
    return this.#owned;
  }

  get pid() {
    return this.#pid;
  }

  get isRunning() {
    return this.#isAlive();
  }

  get isInitialised() {
    return existsSync(this.#path('initialised'));
  }

  /** Creates the data folder, once. What an interrupted attempt left is removed. */
  async initialise() {
    if (this.isInitialised) return;
    mkdirSync(this.#directory, { recursive: true, mode: 0o700 });
    rmSync(this.#data, { recursive: true, force: true });
    const { flavour, server, installer } = this.#program;
    const own = ['--no-defaults', `--datadir=${this.#data}`, this.#temporaryFlag(), ...this.#userFlag()];
    const what = `Preparing ${this.name}`;
    if (flavour === 'mariadb') {
      const flags = ['--auth-root-authentication-method=normal', '--skip-test-db', '--skip-name-resolve'];
      await mustRun(what, installer ?? '', [...own, ...flags], { timeoutMs: START_TIMEOUT_MS });
    } else {
      writeFileSync(this.#path('init.sql'), ROOT_ON_LOOPBACK);
      const flags = ['--initialize-insecure', `--init-file=${this.#path('init.sql')}`];
      await mustRun(what, server, [...own, ...flags], { timeoutMs: START_TIMEOUT_MS });
    }
    writeFileSync(this.#path('initialised'), `${this.name}\n`);
  }

  /**
   * Starts the server, or joins the one that already serves this folder.
   *
   * @throws ScriptError with the end of its log when it does not come up
   */
  async start() {
    await this.initialise();
    if (await this.#join()) return;
    if (this.#port !== null) await this.#untilFree(this.#port);
    this.#port = await rememberedPort(this.#path('port'));
    const socket = this.#socket();
    // Left by a crash, these make the server refuse to start when their number belongs to somebody else by now.
    for (const file of [socket, `${socket}.lock`, this.#pidFile]) rmSync(file, { force: true });
    const log = openSync(this.#path('server.log'), 'a');
    const child = spawn(
      this.#program.server,
      [
        '--no-defaults',
        `--datadir=${this.#data}`,
        this.#temporaryFlag(),
        ...this.#userFlag(),
        '--bind-address=127.0.0.1',
        `--port=${this.#port}`,
        `--socket=${socket}`,
        `--pid-file=${this.#pidFile}`,
        '--skip-name-resolve',
        ...(this.#program.flavour === 'mysql' ? ['--mysqlx=OFF'] : []),
        ...this.#flags,
      ],
      // Away from the terminal: its Ctrl+C is for the console, which stops the database after itself.
      { detached: true, stdio: ['ignore', log, log] },
    );
    // A program that cannot be run has no pid either; `untilReady` reports it.
    child.once('error', () => undefined);
    child.unref();
    closeSync(log);
    this.#pid = child.pid ?? null;
    this.#own();
    await this.#untilReady(child);
  }

  /** Ends the server in good order, if this object started it or took it over. */
  async stop() {
    if (!this.#owned) return;
    this.#end();
    await this.#untilGone(STOP_TIMEOUT_MS);
  }

  /** Ends it as a power cut would. The data and the port stay for the next `start`. */
  async kill() {
    this.#signal('SIGKILL');
    await this.#untilGone(STOP_TIMEOUT_MS);
  }

  /** Stops it from answering while its connections stay open, as a stalled disk would. */
  freeze() {
    this.#signal('SIGSTOP');
  }

  thaw() {
    this.#signal('SIGCONT');
  }

  /** Joins a server that runs on this folder; takes it over when the program that started it is gone. */
  async #join() {
    const pid = this.#runningPid();
    if (pid === null) return false;
    this.#pid = pid;
    this.#port = Number(readText(this.#path('port')));
    const [owner, beginning] = readText(this.#path('owner')).trim().split(' ');
    if (beginningOf(Number(owner)) !== (beginning ?? '')) this.#own();
    const deadline = performance.now() + START_TIMEOUT_MS;
    while ((await readGreeting('127.0.0.1', this.port)) === null) {
      // It was on its way out.
      if (!this.#isAlive()) return false;
      await this.#nextLook(deadline);
    }
    return true;
  }

  #own() {
    this.#owned = true;
    process.off('exit', this.#endAtExit).once('exit', this.#endAtExit);
    writeFileSync(this.#path('owner'), `${process.pid} ${beginningOf(process.pid)}\n`);
  }

  /** @param {import('node:child_process').ChildProcess} child */
  async #untilReady(child) {
    const deadline = performance.now() + START_TIMEOUT_MS;
    while (child.exitCode === null && child.signalCode === null && child.pid !== undefined) {
      // The pid file comes last: before it, somebody else's server might be the one that answers.
      if (this.#runningPid() === child.pid && (await readGreeting('127.0.0.1', this.port)) !== null) return;
      await this.#nextLook(deadline);
    }
    throw this.#failure('ended while starting');
  }

  /**
   * One that has just died may hold its port for a moment more; if it stays taken, it is somebody else's by now.
   *
   * @param {number} port
   */
  async #untilFree(port) {
    const deadline = performance.now() + PORT_TIMEOUT_MS;
    while (!(await isFree(port)) && performance.now() < deadline) await pause(20);
  }

  /** @param {number} timeoutMs */
  async #untilGone(timeoutMs) {
    const deadline = performance.now() + timeoutMs;
    while (this.#isAlive()) await this.#nextLook(deadline);
    this.#pid = null;
    this.#owned = false;
    process.off('exit', this.#endAtExit);
  }

  /** @param {number} deadline on the monotonic clock */
  async #nextLook(deadline) {
    if (performance.now() > deadline) throw this.#failure('did not answer in time');
    await pause(20);
  }

  /** @param {string} what */
  #failure(what) {
    const log = lastLines(readText(this.#path('server.log')), 15);
    return new ScriptError(`${this.name} ${what}. Its log (${this.#path('server.log')}) ends with:\n${log}`);
  }

  /** @param {NodeJS.Signals} signal */
  #signal(signal) {
    if (this.#pid !== null && this.#isAlive()) process.kill(this.#pid, signal);
  }

  // A frozen server would not hear that it is to stop.
  #end() {
    this.#signal('SIGTERM');
    this.#signal('SIGCONT');
  }

  #isAlive() {
    return this.#pid !== null && isProcessWith(this.#pid, `--datadir=${this.#data}`);
  }

  #runningPid() {
    const pid = Number(readText(this.#pidFile));
    return pid > 0 && isProcessWith(pid, `--datadir=${this.#data}`) ? pid : null;
  }

  get #data() {
    return this.#path('data');
  }

  get #pidFile() {
    return this.#path('server.pid');
  }

  #socket() {
    const path = this.#path('mysql.sock');
    if (Buffer.byteLength(path) <= SOCKET_PATH_MAX) return path;
    const short = createHash('sha256').update(this.#directory).digest('hex').slice(0, 16);
    return join(tmpdir(), `orderdeck-${short}.sock`);
  }

  // A starting server removes the temporary tables it finds, in /tmp also those of others that are running.
  #temporaryFlag() {
    const folder = this.#path('tmp');
    mkdirSync(folder, { recursive: true });
    return `--tmpdir=${folder}`;
  }

  // A server started by root wants to be told that this is meant.
  #userFlag() {
    return process.getuid?.() === 0 ? [`--user=${userInfo().username}`] : [];
  }

  /** @param {string} name */
  #path(name) {
    return join(this.#directory, name);
  }
}

/** @param {string} file */
function readText(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}
