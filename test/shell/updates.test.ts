import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findElectron } from '../../scripts/lib/electron.mjs';
import { CHECK_TIMEOUT_MS } from '../../src-main/electron/update/updater.ts';
import type { UpdateState } from '../../src-shared/desktop-bridge.ts';
import { DesktopApp } from '../support/desktop-app.ts';
import { DesktopCalls } from '../support/desktop-calls.ts';
import { eventually } from '../support/eventually.ts';
import { UpdateFeed } from '../support/update-feed.ts';

const top = mkdtempSync(join(tmpdir(), 'orderdeck-updates-'));
let folder: string;
let feed: UpdateFeed;
let app: DesktopApp | null = null;

beforeEach(async () => {
  folder = mkdtempSync(join(top, 'x-'));
  feed = await UpdateFeed.start();
});
afterEach(async () => {
  const running = app;
  app = null;
  await running?.close();
  await feed.close();
});
afterAll(() => rmSync(top, { recursive: true, force: true }));

const installedFile = () => join(folder, 'Orderdeck.AppImage');

/** A new version: says that it was started, and how. */
function nextVersion(bytes = 0): Buffer {
  const script = `#!/bin/sh\necho "\${APPIMAGE_EXIT_AFTER_INSTALL:-restarted}" >> '${join(folder, 'started')}'\nexit 0\n`;
  return Buffer.concat([Buffer.from(script), Buffer.alloc(bytes, '#')]);
}

const started = () => readFileSync(join(folder, 'started'), 'utf8');

/** The program as an AppImage that looks for new versions at the feed. */
async function launch(feedUrl = feed.url): Promise<DesktopApp> {
  writeFileSync(installedFile(), 'the old version');
  const electron = await findElectron();
  // Where an AppImage lies while it runs.
  const env = { APPIMAGE: installedFile(), APPDIR: dirname(electron?.path ?? '') };
  app = await DesktopApp.launch({ env });
  await answerQuestions(app, 1);
  await (await DesktopCalls.of(app)).ask('save-settings', { updates: { check: false, feedUrl } });
  return app;
}

/** The person answers each question of the program with this button; @returns what was asked is kept for `questions`. */
async function answerQuestions(running: DesktopApp, response: number): Promise<void> {
  await running.evaluate(({ dialog }, button) => {
    const asked: string[] = [];
    (globalThis as { asked?: string[] }).asked = asked;
    // With a window to belong to, or without.
    dialog.showMessageBox = (async (...args: unknown[]) => {
      const { message, detail } = args[args.length - 1] as { message: string; detail: string };
      asked.push(`${message}\n${detail}`);
      return { response: button, checkboxChecked: false };
    }) as typeof dialog.showMessageBox;
  }, response);
}

const questions = (running: DesktopApp) =>
  running.evaluate(() => (globalThis as { asked?: string[] }).asked?.splice(0) ?? []);

async function update(running: DesktopApp): Promise<UpdateState> {
  return (await (await DesktopCalls.of(running)).ask('get-state', undefined)).update;
}

async function check(running: DesktopApp): Promise<UpdateState> {
  await (await DesktopCalls.of(running)).ask('check-for-update', undefined);
  return update(running);
}

async function download(running: DesktopApp): Promise<UpdateState> {
  await (await DesktopCalls.of(running)).ask('download-update', undefined);
  return eventually('the download ends', async () => {
    const state = await update(running);
    return state.kind === 'downloading' ? null : state;
  });
}

const failed = (words: string) => ({ kind: 'failed', message: expect.stringContaining(words) });

describe('a newer version on a feed', () => {
  it('[UPD-20] is offered, asked about no more after "later", not after a restart either; a newer one is', async () => {
    feed.publish('7.0.0', nextVersion(), { notes: '<p>Faster &amp; better</p>' });
    const first = await launch();
    expect(await update(first)).toEqual({ kind: 'idle', checkedAt: null });
    expect(await check(first)).toEqual({
      kind: 'available',
      version: '7.0.0',
      notes: 'Faster & better',
      deferred: false,
    });
    await (await DesktopCalls.of(first)).ask('defer-update', undefined);
    expect(await update(first)).toMatchObject({ version: '7.0.0', deferred: true });
    expect(await first.close()).toBe(0);

    const second = await first.relaunch();
    app = second;
    expect(await check(second)).toMatchObject({ kind: 'available', version: '7.0.0', deferred: true });
    feed.publish('7.0.1', nextVersion());
    expect(await check(second)).toMatchObject({ kind: 'available', version: '7.0.1', deferred: false });
    expect(feed.asked.filter((path) => path.endsWith('.AppImage'))).toEqual([]);
  });

  it('[UPD-21] is downloaded, and put in place when the program ends', async () => {
    feed.publish('7.0.0', nextVersion(3_000_000));
    const running = await launch();
    await check(running);
    expect(await download(running)).toEqual({ kind: 'ready', version: '7.0.0', deferred: false });
    expect(readFileSync(installedFile(), 'utf8')).toBe('the old version');
    expect(await running.close()).toBe(0);
    expect(readFileSync(installedFile()).equals(nextVersion(3_000_000))).toBe(true);
    expect(started()).toBe('true\n');
  });

  it('[UPD-21] is put in place and started at once when somebody says so', async () => {
    feed.publish('7.0.0', nextVersion());
    const running = await launch();
    await check(running);
    await download(running);
    // The answer may be lost with the window.
    const asked = (await DesktopCalls.of(running)).ask('install-update', undefined).catch(() => undefined);
    expect(await running.exit).toBe(0);
    await asked;
    app = null;
    expect(await eventually('the new version runs', () => existsSync(join(folder, 'started')) && started())).toBe(
      'restarted\n',
    );
    expect(running.log.map(({ msg }) => msg)).toContain('Stopped');
  });

  it('[UPD-22] with another file than was announced is thrown away, and said so', async () => {
    feed.publish('7.0.0', nextVersion(), { sha512: 'A'.repeat(86) });
    const running = await launch();
    await check(running);
    expect(await download(running)).toMatchObject(failed('its checksum differs'));
    expect(await running.close()).toBe(0);
    expect(readFileSync(installedFile(), 'utf8')).toBe('the old version');
  });

  it('[UPD-22] whose file is not there, or breaks off, fails in words, and can be had later', async () => {
    feed.publish('7.0.0', nextVersion());
    feed.answer('/Orderdeck-7.0.0.AppImage', (_request, response) => response.writeHead(404).end());
    const running = await launch();
    await check(running);
    expect(await download(running)).toMatchObject(failed('error 404'));
    feed.answer('/Orderdeck-7.0.0.AppImage', (_request, response) => {
      response.writeHead(200, { 'Content-Length': 1_000_000 });
      response.write(Buffer.alloc(1_000), () => response.destroy());
    });
    await check(running);
    expect(await download(running)).toMatchObject({ kind: 'failed' });
    feed.publish('7.0.0', nextVersion());
    await check(running);
    expect(await download(running)).toMatchObject({ kind: 'ready' });
  });
});

describe('a feed without a newer version', () => {
  it('[UPD-23] offers nothing: the same, an older one, one that is being tried', async () => {
    const running = await launch();
    for (const version of ['0.1.0', '0.0.9', '7.0.0-beta.1']) {
      feed.publish(version, nextVersion());
      expect({ version, ...(await check(running)) }).toMatchObject({ version, kind: 'idle' });
    }
    expect(feed.count('/latest-linux.yml')).toBe(3);
  });
});

describe('a feed that fails', () => {
  it('[UPD-24] is said to be out of reach, without a list, or without sense; then it is asked anew', async () => {
    const running = await launch();
    expect(await check(running)).toMatchObject(failed('There is no feed of new versions'));
    feed.answer('/latest-linux.yml', (_request, response) => response.writeHead(503).end());
    expect(await check(running)).toMatchObject(failed('error 503'));
    for (const garbage of ['', '<html>It works!</html>', '\0\u0001{[', 'version: latest', '[]', 'null', '- a\n- b']) {
      feed.say(garbage);
      expect({ garbage, ...(await check(running)) }).toMatchObject({ garbage, ...failed('cannot be understood') });
    }
    feed.publish('7.0.0', nextVersion());
    expect(await check(running)).toMatchObject({ kind: 'available' });
    await feed.close();
    expect(await check(running)).toMatchObject(failed('nothing answers at its address'));
  });

  it('[UPD-24] is given up when it does not answer in time, and asked anew', async () => {
    feed.answer('/latest-linux.yml', () => undefined);
    const running = await launch();
    // The next wait of this length is over at once.
    await running.evaluate((_electron, limitMs) => {
      const { setTimeout: later } = globalThis;
      const once = (run: () => void, ms?: number) => {
        if (ms !== limitMs) return later(run, ms);
        globalThis.setTimeout = later;
        return later(run, 1);
      };
      globalThis.setTimeout = Object.assign(once, later) as typeof setTimeout;
    }, CHECK_TIMEOUT_MS);
    expect(await check(running)).toMatchObject(failed('did not answer in time'));
    feed.publish('7.0.0', nextVersion());
    expect(await check(running)).toMatchObject({ kind: 'available', version: '7.0.0' });
  });
});

it('[UPD-25] a program that runs from its source looks for nothing, and says why', async () => {
  app = await DesktopApp.launch();
  await answerQuestions(app, 1);
  await (await DesktopCalls.of(app)).ask('save-settings', { updates: { check: true, feedUrl: feed.url } });
  expect(await update(app)).toMatchObject({ kind: 'off', reason: expect.stringContaining('source code') });
  expect(await (await DesktopCalls.of(app)).refusal('check-for-update', undefined)).toContain('source code');
});

it('[UPD-27] another address is asked about outside the page; refused, new versions come from where they came from', async () => {
  const running = await launch();
  expect(await questions(running)).toEqual([
    expect.stringMatching(/^Take new versions of Orderdeck from 127\.0\.0\.1:\d+\?\n.*not encrypted/s),
  ]);
  const calls = await DesktopCalls.of(running);
  await answerQuestions(running, 0);
  const other = { check: true, feedUrl: 'https://good.example@other.example/feed' };
  expect(await calls.refusal('save-settings', { updates: other, closeToTray: true })).toContain('stays as it was');
  const [question] = await questions(running);
  expect(question).toMatch(/^Take new versions of Orderdeck from other\.example\?\n/);
  expect(question).not.toContain('not encrypted');
  expect((await calls.state()).settings).toMatchObject({
    updates: { check: false, feedUrl: feed.url },
    closeToTray: false,
  });
  // What leaves the address as it is, or takes it away, is no question.
  await calls.ask('save-settings', { updates: { check: true, feedUrl: feed.url } });
  await calls.ask('save-settings', { closeToTray: true });
  await calls.ask('save-settings', { updates: { check: true, feedUrl: '' } });
  expect(await questions(running)).toEqual([]);
});

it('[UPD-26] the library for updates is not loaded before it is needed', async () => {
  const running = await launch();
  const loaded = () =>
    running.evaluate(() => {
      const modules = process.mainModule?.constructor as unknown as { readonly _cache: object };
      return Object.keys(modules._cache).filter((path) => path.includes('out/main/'));
    });
  const before = await loaded();
  await check(running);
  expect((await loaded()).length).toBeGreaterThan(before.length);
});
