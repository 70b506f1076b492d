import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isProcessWith } from '../../scripts/lib/process-identity.mjs';
import { startVirtualDisplay, type VirtualDisplay } from '../../scripts/lib/virtual-display.mjs';
import { eventually } from '../support/eventually.ts';
import { demoDatabaseProcess, StartScript } from '../support/start-script.ts';

/** A console that shows anything differs from an empty display in more lines than this. */
const SOME_PICTURE = 200;
/** Of 1920 pixels. */
const LINE_BYTES = 7_680;

// Far above the numbers that displays take by themselves.
const NO_DISPLAY = ':54321';

const root = mkdtempSync(join(tmpdir(), 'orderdeck-start-'));
let directory: string;
let display: VirtualDisplay | undefined;

beforeEach(() => {
  directory = mkdtempSync(join(root, 'case-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true, maxRetries: 10 }));

afterEach(async () => {
  await display?.stop();
  display = undefined;
});

function start(env: Readonly<Record<string, string>> = {}): Promise<StartScript> {
  return StartScript.run(['--demo'], { ORDERDECK_DATA_DIR: directory, ...env });
}

/** What is on the display now. */
function picture(): Buffer {
  return readFileSync(join(directory, 'Xvfb_screen0'));
}

async function openDisplay(): Promise<VirtualDisplay> {
  display = await startVirtualDisplay({ pictureFolder: directory });
  return display;
}

/** Waits until something was drawn. */
async function eventuallyDrawn(empty: Buffer): Promise<void> {
  const line = (of: Buffer, index: number) => of.subarray(index * LINE_BYTES, (index + 1) * LINE_BYTES);
  const lines = Array.from({ length: Math.floor(empty.length / LINE_BYTES) }, (_, index) => index);
  await eventually('a window is drawn', () => {
    const now = picture();
    return lines.filter((index) => !line(now, index).equals(line(empty, index))).length > SOME_PICTURE;
  });
}

/** Process numbers of the desktop program that keeps its data in `directory`, its helpers included. */
function desktopProcesses(): number[] {
  const argument = `--user-data-dir=${join(directory, 'desktop')}`;
  const all = readdirSync('/proc').map(Number).filter(Number.isInteger);
  return all.filter((pid) => isProcessWith(pid, argument));
}

/** Alone: a helper looks like it in the moment before it becomes one. */
function mainProcess(): number {
  const isHelper = (pid: number) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('\0--type=');
  const [main, ...others] = desktopProcesses().filter((pid) => !isHelper(pid));
  if (main === undefined || others.length > 0) throw new Error(`${main === undefined ? 0 : 2} main processes or more`);
  return main;
}

describe('npm start', () => {
  it('[LAUNCH-10] shows the console in a window where there is a display, and Ctrl+C closes it', async () => {
    const { display: name } = await openDisplay();
    const empty = picture();
    const script = await start({ DISPLAY: name });
    const address = await script.address();
    expect(script.output).toMatch(/The console is open in Electron \d+\./);
    await eventuallyDrawn(empty);
    expect((await fetch(`${address}/health`)).status).toBe(200);
    script.child.kill('SIGINT');
    expect(await script.end()).toBe(0);
    await eventually('its helpers are gone', () => desktopProcesses().length === 0);
    expect(demoDatabaseProcess(directory)).toBe(0);
  });

  it('[LAUNCH-11] ends, and the demo database with it, when the program is quit', async () => {
    const { display: name } = await openDisplay();
    const script = await start({ DISPLAY: name });
    await script.address();
    process.kill(await eventually('the program runs', mainProcess), 'SIGTERM');
    expect(await script.end()).toBe(0);
    expect(demoDatabaseProcess(directory)).toBe(0);
  });

  it('[LAUNCH-12] says why there is no window, and serves the console, where there is no display', async () => {
    const script = await start();
    const address = await script.address();
    expect(script.output).toContain('no window of its own, since there is no display here');
    expect((await fetch(`${address}/health`)).status).toBe(200);
    expect(desktopProcesses()).toEqual([]);
    expect(await script.stop()).toBe(0);
  });

  it('[LAUNCH-13] says so, and serves the console, where the display does not answer', async () => {
    const script = await start({ DISPLAY: NO_DISPLAY });
    const address = await script.address();
    expect(script.output).toContain(`no window of its own, since the display ${NO_DISPLAY} (DISPLAY) does not answer`);
    expect(desktopProcesses()).toEqual([]);
    expect((await fetch(`${address}/health`)).status).toBe(200);
    expect(await script.stop()).toBe(0);
  });

  it('[LAUNCH-15] says so, and serves the console, where Electron ends before its window is there', async () => {
    const { display: name } = await openDisplay();
    const program = join(directory, 'electron');
    writeFileSync(program, '#!/bin/sh\n[ -n "$ELECTRON_RUN_AS_NODE" ] && echo 99.0.0 || exit 134\n', { mode: 0o755 });
    const script = await start({ DISPLAY: name, ELECTRON_OVERRIDE_DIST_PATH: directory });
    const address = await script.address();
    expect(script.output).toContain('no window of its own, since Electron 99.0.0 could not show its window');
    expect((await fetch(`${address}/health`)).status).toBe(200);
    expect(await script.stop()).toBe(0);
  });

  it('[LAUNCH-14] closes the window that a killed start left behind', async () => {
    const { display: name } = await openDisplay();
    const first = await start({ DISPLAY: name });
    await first.address();
    const left = desktopProcesses();
    expect(left.length).toBeGreaterThan(0);
    first.child.kill('SIGKILL');
    await first.end();
    const second = await start({ DISPLAY: name });
    await second.address();
    await eventually('the first is gone', () => !desktopProcesses().some((pid) => left.includes(pid)));
    expect(await second.stop()).toBe(0);
    await eventually('so is the second', () => desktopProcesses().length === 0);
  });
});
