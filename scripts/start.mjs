import { join, relative } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { ensureBuild } from './lib/build.mjs';
import { runConsole } from './lib/console-process.mjs';
import { readGreeting } from './lib/database-greeting.mjs';
import { ensureDatabaseProgram } from './lib/database-program.mjs';
import { ensureDependencies } from './lib/dependencies.mjs';
import { displayArguments, whyNoDisplay } from './lib/display.mjs';
import { ensureElectron } from './lib/electron.mjs';
import { addressOfOther, stopLeftoverServer } from './lib/leftover-server.mjs';
import { duration, ScriptError, say, step } from './lib/log.mjs';
import { PrivateDatabase } from './lib/private-database.mjs';
import { runProgram } from './lib/program.mjs';
import { checkNodeVersion, dataDirectory, packageJson, ROOT } from './lib/repository.mjs';
import { namesDatabase, readSettings } from './lib/settings.mjs';

const HELP = `npm start                    start Orderdeck; with a display in a window of its own
npm start -- --demo          with a demo database of its own, whatever .env says
npm start -- --headless      without a window

Settings come from the environment and from .env; .env.example lists them all. Without any DB_* setting a demo
database is kept in ${relative(ROOT, dataDirectory()) || dataDirectory()}/ and started and stopped with the console.`;

/** How long the address waits for the database before it is told anyway. */
const CALM_MS = 4_000;

/** @typedef {Record<string, string>} Environment */

await runProgram(async () => {
  const options = readOptions();
  if (options.help) {
    say(HELP);
    return 0;
  }
  checkNodeVersion();
  const started = performance.now();
  say(`Orderdeck ${packageJson().version} on Node ${process.versions.node}`);
  await ensureDependencies();
  await ensureBuild();
  await stopLeftoverServer();
  const settings = readSettings();
  const demo = options.demo || !namesDatabase(settings) ? await startDemoDatabase() : null;
  if (demo === null) await announceDatabase(settings);
  try {
    return await run({ headless: options.headless, settings: demo === null ? {} : demoSettings(demo), started });
  } finally {
    if (demo?.isOwned) await step('Stopping the demo database', () => demo.stop());
  }
});

/** @throws ScriptError for an option there is not */
function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        demo: { type: 'boolean', default: false },
        headless: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    return values;
  } catch (error) {
    throw new ScriptError(`${/** @type {Error} */ (error).message}\n\n${HELP}`);
  }
}

async function startDemoDatabase() {
  const program = await ensureDatabaseProgram();
  // One folder for each kind: neither can read the other's.
  const directory = join(dataDirectory(), `demo-${program.flavour}`);
  const database = new PrivateDatabase({ program, directory, flags: ['--innodb-buffer-pool-size=64M'] });
  if (!database.isInitialised) await step('Preparing the demo database, once', () => database.initialise());
  await step(
    'Starting the demo database',
    () => database.start(),
    () => `${database.name} on 127.0.0.1:${database.port}, data in ${relative(process.cwd(), directory)}`,
  );
  return database;
}

/**
 * @param {PrivateDatabase} database
 * @returns {Environment}
 */
function demoSettings(database) {
  return {
    DB_HOST: '127.0.0.1',
    DB_PORT: String(database.port),
    DB_USER: 'root',
    DB_PASSWORD: '',
    DB_NAME: 'realtime_orders',
    DB_SETUP_USER: '',
    DB_SETUP_PASSWORD: '',
    DB_TLS: 'off',
    SAMPLE_DATA: '1',
  };
}

/** Says where the data is; the server itself keeps trying, and shows on the screen what it finds. */
async function announceDatabase(/** @type {Environment} */ settings) {
  const host = settings.DB_HOST ?? 'localhost';
  const port = Number(settings.DB_PORT ?? '3306');
  const name = Number.isInteger(port) && port > 0 && port < 65_536 ? await readGreeting(host, port) : null;
  say(
    name === null
      ? `  Nothing answers at ${host}:${port} (DB_HOST, DB_PORT). The console starts and keeps trying.`
      : `  Using ${name} at ${host}:${port}`,
  );
}

/**
 * The desktop program where a window can be shown, else the headless one.
 *
 * @param {{ headless: boolean, settings: Environment, started: number }} how
 * @returns {Promise<number>} exit code
 */
async function run({ headless, settings, started }) {
  const noDisplay = headless ? null : await whyNoDisplay();
  if (headless || noDisplay !== null) return runHeadless(settings, started, noDisplay);
  const electron = await ensureElectron();
  if (electron === null) return runHeadless(settings, started, 'there is no Electron that runs here');
  const { code, hadAddress, wasAsked, noise } = await runConsole({
    program: electron.path,
    // Its own folder, so that it meets neither an installed Orderdeck nor another checkout.
    args: [...electron.args, ...displayArguments(), `--user-data-dir=${join(dataDirectory(), 'desktop')}`, ROOT],
    env: { ...settings, ELECTRON_RUN_AS_NODE: undefined },
    onAddress: (address) => void announceConsole(address, started, `The console is open in ${electron.name}`),
  });
  if (code === 0 || hadAddress || wasAsked) return code;
  if (noise !== '') say(noise);
  return runHeadless(settings, started, `${electron.name} could not show its window`);
}

/**
 * @param {Environment} settings
 * @param {number} started
 * @param {string | null} reason why there is no window; `null` when none was asked for
 */
async function runHeadless(settings, started, reason) {
  const other = addressOfOther();
  if (other !== null && new URL(other).port === (readSettings().PORT ?? '3000')) {
    say(`\nOrderdeck runs already, started from this folder; in a browser it is at:\n\n  ${other}/\n`);
    say('Ctrl+C where it was started stops it. A second one needs ports of its own: set PORT and WS_PORT.');
    return 1;
  }
  const { code } = await runConsole({
    program: process.execPath,
    args: ['out/main/server.js'],
    env: settings,
    onAddress: (address) => {
      const why = reason === null ? '' : `, since ${reason}`;
      void announceConsole(address, started, `The console has no window of its own${why}`);
    },
  });
  return code;
}

/**
 * Says where the console is, once the database's first words are through, so that the address is what stands last.
 *
 * @param {string} address
 * @param {number} started for the time it took, on the monotonic clock
 * @param {string} where it is for the person before this machine
 */
async function announceConsole(address, started, where) {
  const deadline = performance.now() + CALM_MS;
  while (performance.now() < deadline && !(await isHealthy(address))) await pause(50);
  say(`\nReady in ${duration(performance.now() - started)}. ${where}; in a browser it is at:`);
  say(`\n  ${address}/\n`);
}

/** @param {string} address */
async function isHealthy(address) {
  try {
    return (await fetch(`${address}/health`)).ok;
  } catch {
    return false;
  }
}
