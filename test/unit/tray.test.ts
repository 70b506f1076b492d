import { describe, expect, it } from 'vitest';
import { autostartEntry } from '../../src-main/electron/window/autostart-entry.ts';
import { type TrayMenuState, trayMenu } from '../../src-main/electron/window/tray-menu.ts';
import { stateLine, trayStateOf, trayTooltip } from '../../src-main/electron/window/tray-text.ts';
import { titleWith, Unread } from '../../src-main/electron/window/unread.ts';
import { feedStateSchema } from '../../src-shared/server-status.ts';
import { FakeClock } from '../support/fake-clock.ts';

describe('the tray', () => {
  it('[TRAY-1] has a shape for live, one for catching up and one for lost', () => {
    expect([...feedStateSchema.options, null].map((feed) => [feed, trayStateOf(feed), stateLine(feed)])).toEqual([
      ['starting', 'catching-up', 'Catching up'],
      ['live', 'live', 'Live'],
      ['reconnecting', 'lost', 'Database not reachable'],
      ['blocked', 'lost', 'Database needs attention'],
      ['stopped', 'lost', 'Stopped'],
      [null, 'lost', 'No database chosen'],
    ]);
  });

  it('[TRAY-1] says state and unread changes when pointed at', () => {
    expect(trayTooltip({ feed: 'live', unread: 3 })).toBe('Orderdeck – live – 3 unread');
    expect(trayTooltip({ feed: 'reconnecting', unread: 0 })).toBe('Orderdeck – database not reachable');
    expect(trayTooltip({ feed: 'live', unread: 123_456 })).toBe('Orderdeck – live – 999+ unread');
  });

  const STATE: TrayMenuState = { feed: 'live', unread: 2, sharing: false, isReady: true, isWallboard: false };
  const menu = (state: TrayMenuState) => {
    const calls: string[] = [];
    const items = trayMenu(state, {
      show: () => calls.push('show'),
      newOrder: () => calls.push('new order'),
      setSharing: (sharing) => calls.push(`sharing ${sharing}`),
      leaveWallboard: () => calls.push('leave wallboard'),
      quit: () => calls.push('quit'),
    });
    return { calls, items };
  };

  it('[TRAY-2] offers the state, the window, a new order, sharing and the end', () => {
    const { items } = menu(STATE);
    const labels = items.flatMap(({ label, enabled }) => (label === undefined ? [] : [[label, enabled !== false]]));
    expect(labels).toEqual([
      ['Live – 2 unread', false],
      ['Show Orderdeck', true],
      ['New order', true],
      ['Share on the network', true],
      ['Quit', true],
    ]);
  });

  it('[TRAY-2] shows whether orders are shared, and switches it', () => {
    for (const sharing of [false, true]) {
      const { calls, items } = menu({ ...STATE, sharing });
      const item = items.find(({ id }) => id === 'sharing');
      expect(item).toMatchObject({ type: 'checkbox', checked: sharing });
      // Electron hands over three things that nothing here looks at.
      (item?.click as (() => void) | undefined)?.();
      expect(calls).toEqual([`sharing ${!sharing}`]);
    }
  });

  it('[TRAY-2] offers a way out of the wallboard while there is one, and no order before there is a database', () => {
    expect(menu(STATE).items.some(({ id }) => id === 'leave-wallboard')).toBe(false);
    expect(menu({ ...STATE, isWallboard: true }).items.some(({ id }) => id === 'leave-wallboard')).toBe(true);
    const { items } = menu({ ...STATE, isReady: false });
    expect(items.filter(({ enabled }) => enabled === false).map(({ id }) => id)).toEqual([
      'state',
      'new-order',
      'sharing',
    ]);
  });
});

describe('what nobody has seen', () => {
  const rig = () => {
    const clock = new FakeClock();
    const told: number[] = [];
    const front = { is: false };
    const unread = new Unread({ clock, isInFront: () => front.is, onCount: (count) => told.push(count) });
    return { clock, told, front, unread };
  };

  it('[TRAY-3] is counted while the window is not in front, and told twice a second at most', () => {
    const { clock, told, front, unread } = rig();
    front.is = true;
    unread.changed(5);
    clock.advance(5_000);
    expect(told).toEqual([]);
    front.is = false;
    for (let second = 0; second < 2; second += 1) {
      for (let change = 0; change < 1_000; change += 1) {
        unread.changed(1);
        clock.advance(1);
      }
    }
    clock.advance(1_000);
    expect(told.length).toBeLessThanOrEqual(5);
    expect(told.at(-1)).toBe(2_000);
  });

  it('[TRAY-3] is nothing at once when the window comes to the front', () => {
    const { clock, told, unread } = rig();
    unread.changed(3);
    clock.advance(1_000);
    unread.changed(1);
    unread.seen();
    clock.advance(5_000);
    expect(told).toEqual([3, 0]);
    unread.seen();
    expect(told).toEqual([3, 0]);
  });

  it('[TRAY-3] stands before the title of the window', () => {
    expect(titleWith(3, 'Orders – Orderdeck')).toBe('(3) Orders – Orderdeck');
    expect(titleWith(1_000, 'Orders – Orderdeck')).toBe('(999+) Orders – Orderdeck');
    expect(titleWith(0, 'Orders – Orderdeck')).toBe('Orders – Orderdeck');
  });
});

describe('the entry that starts the program at login', () => {
  const exec = (...command: string[]) => /^Exec=(.*)$/m.exec(autostartEntry(command))?.[1];

  it('[LIFE-12] quotes what a path may hold', () => {
    expect(exec('/opt/Orderdeck/orderdeck', '--hidden')).toBe('/opt/Orderdeck/orderdeck --hidden');
    expect(exec('/home/ada/My Apps/Orderdeck 1.0.AppImage', '--hidden')).toBe(
      '"/home/ada/My Apps/Orderdeck 1.0.AppImage" --hidden',
    );
    expect(exec('/x/50%/a')).toBe('/x/50%%/a');
    expect(exec('/x/a"b`c$d\\e')).toBe(String.raw`"/x/a\\"b\\` + '`' + String.raw`c\\$d\\\\e"`);
  });

  it('[LIFE-12] is an application of the desktop that starts without a terminal', () => {
    const lines = autostartEntry(['orderdeck']).split('\n');
    expect(lines[0]).toBe('[Desktop Entry]');
    expect(lines).toEqual(expect.arrayContaining(['Type=Application', 'Name=Orderdeck', 'Terminal=false']));
  });
});
