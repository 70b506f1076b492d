import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, it } from 'vitest';
import { type MenuActions, menuTemplate } from '../../src-main/electron/window/menu-template.ts';

function rig(platform: NodeJS.Platform, developerTools = false) {
  const calls: string[] = [];
  const names: readonly (keyof MenuActions)[] = [
    'newOrder',
    'orders',
    'monitor',
    'find',
    'settings',
    'toggleFullScreen',
    'toggleWallboard',
    'openInBrowser',
    'share',
    'openLogFolder',
    'openDataFolder',
    'checkForUpdates',
    'about',
  ];
  const actions = Object.fromEntries(names.map((name) => [name, () => calls.push(name)])) as unknown as MenuActions;
  const template = menuTemplate({ actions, platform, developerTools });
  const all = template.flatMap(({ submenu }) => (Array.isArray(submenu) ? submenu : []));
  return { calls, names, template, all };
}

const named = (items: readonly MenuItemConstructorOptions[]) =>
  items.map(({ label, role }) => label?.replace('&', '') ?? role);

describe('the menu bar', () => {
  it('[MENU-1] has the menus of each system', () => {
    expect(named(rig('linux').template)).toEqual(['File', 'editMenu', 'View', 'Tools', 'windowMenu', 'Help']);
    expect(named(rig('win32').template)).toEqual(['File', 'editMenu', 'View', 'Tools', 'windowMenu', 'Help']);
    expect(named(rig('darwin').template)).toEqual([
      'appMenu',
      'File',
      'editMenu',
      'View',
      'Tools',
      'windowMenu',
      'help',
    ]);
  });

  it.each(['linux', 'win32', 'darwin'] as const)(
    '[MENU-1] does everything there is to do, each once, on %s',
    (system) => {
      const { all, calls, names } = rig(system);
      // Electron hands over three things that no action looks at.
      for (const { click } of all) (click as (() => void) | undefined)?.();
      // "Check the database" leads to the monitor too.
      expect([...calls].sort()).toEqual([...names, 'monitor'].sort());
    },
  );

  it.each(['linux', 'win32', 'darwin'] as const)('[MENU-2] gives each key to one item on %s', (system) => {
    const { all } = rig(system);
    const keys = all.flatMap(({ accelerator }) => (typeof accelerator === 'string' ? [accelerator] : []));
    expect(keys.length).toBeGreaterThan(10);
    expect(new Set(keys).size).toBe(keys.length);
    const ids = all.flatMap(({ id }) => (id === undefined ? [] : [id]));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('[MENU-2] uses the usual keys, and none that a person needs for typing', () => {
    const { all } = rig('linux');
    const key = (id: string) => all.find((item) => item.id === id)?.accelerator;
    expect(['new-order', 'settings', 'quit', 'orders', 'monitor', 'find', 'full-screen', 'wallboard'].map(key)).toEqual(
      [
        'CommandOrControl+N',
        'Control+,',
        'Control+Q',
        'CommandOrControl+1',
        'CommandOrControl+2',
        'CommandOrControl+F',
        'F11',
        'CommandOrControl+Shift+K',
      ],
    );
    const bare = all.filter(({ accelerator }) => accelerator !== undefined && !/\+|^F\d+$/.test(String(accelerator)));
    expect(bare).toEqual([]);
  });

  it('[MENU-3] offers the developer tools only where the program is developed', () => {
    expect(rig('linux', true).all.some(({ role }) => role === 'toggleDevTools')).toBe(true);
    expect(rig('linux', false).all.some(({ role }) => role === 'toggleDevTools')).toBe(false);
  });
});
