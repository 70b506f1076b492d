import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PageOutbox } from '../../src-main/electron/window/page-outbox.ts';
import { type WindowState, WindowStateFile } from '../../src-main/electron/window/window-state.ts';
import type { DesktopEvent } from '../../src-shared/desktop-bridge.ts';
import { FakeClock } from '../support/fake-clock.ts';

const STATE: WindowState = {
  bounds: { x: 10, y: -20, width: 900, height: 700 },
  maximized: false,
  fullScreen: false,
  wallboard: false,
  toldOfTray: false,
};

describe('the state of the window', () => {
  let folder: string;
  let clock: FakeClock;
  let problems: string[];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'orderdeck-window-'));
    clock = new FakeClock();
    problems = [];
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const file = (name = 'state.json') => join(folder, name);
  const keeper = (path = file()) =>
    new WindowStateFile({ file: path, clock, onProblem: (_error, message) => problems.push(message) });

  it('[LIFE-5] is none at the first start, without a word', () => {
    expect(keeper().read()).toBeNull();
    expect(problems).toEqual([]);
  });

  it.each([
    ['empty', ''],
    ['cut off', '{"bounds":{"x":1'],
    ['of another kind', '[]'],
    ['without a field', JSON.stringify({ ...STATE, bounds: undefined })],
    ['not a number', JSON.stringify({ ...STATE, bounds: { ...STATE.bounds, x: '1' } })],
    ['beyond every display', JSON.stringify({ ...STATE, bounds: { ...STATE.bounds, x: 1e9 } })],
    ['without size', JSON.stringify({ ...STATE, bounds: { ...STATE.bounds, width: 0 } })],
  ])('[LIFE-5] is ignored and told in the log when its file is broken: %s', (_what, text) => {
    writeFileSync(file(), text);
    expect(keeper().read()).toBeNull();
    expect(problems).toEqual([expect.stringContaining('is broken and is ignored')]);
  });

  it('[LIFE-6] is written once after many changes, and read again', () => {
    const first = keeper();
    for (let x = 0; x < 100; x += 1) {
      first.save({ ...STATE, bounds: { ...STATE.bounds, x } });
      clock.advance(10);
    }
    expect(readdirSync(folder)).toEqual([]);
    clock.advance(1_000);
    expect(keeper().read()).toEqual({ ...STATE, bounds: { ...STATE.bounds, x: 99 } });
    expect(readdirSync(folder)).toEqual(['state.json']);
  });

  it('[LIFE-6] is written at once when the window goes, and then not again', () => {
    const first = keeper();
    first.save(STATE);
    first.flush();
    expect(JSON.parse(readFileSync(file(), 'utf8'))).toEqual(STATE);
    writeFileSync(file(), 'touched');
    clock.advance(10_000);
    first.flush();
    expect(readFileSync(file(), 'utf8')).toBe('touched');
  });

  it('[LIFE-6] that cannot be written is told in the log and stops nothing', () => {
    writeFileSync(file('blocked'), '');
    const first = keeper(file('blocked/state.json'));
    first.save(STATE);
    first.flush();
    expect(problems).toEqual([expect.stringContaining('cannot be written')]);
  });
});

describe('what the page is told', () => {
  it('[LIFE-7] waits while the page loads, the last of each kind, and is sent once', () => {
    const sent: DesktopEvent[] = [];
    const outbox = new PageOutbox((event) => sent.push(event));
    outbox.tell({ type: 'go', hash: '#/orders/1' });
    outbox.tell({ type: 'find' });
    outbox.tell({ type: 'go', hash: '#/orders/2' });
    expect(sent).toEqual([]);
    outbox.open();
    expect(sent).toEqual([{ type: 'find' }, { type: 'go', hash: '#/orders/2' }]);
    outbox.tell({ type: 'new-order' });
    expect(sent).toHaveLength(3);
    outbox.close();
    outbox.tell({ type: 'find' });
    expect(sent).toHaveLength(3);
    outbox.open();
    expect(sent).toHaveLength(4);
  });
});
