import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, it } from 'vitest';
import { type ContextPlace, contextTemplate } from '../../src-main/electron/window/context-template.ts';
import { type MenuActions, menuTemplate } from '../../src-main/electron/window/menu-template.ts';
import { english } from '../../src-main/electron/words/english.ts';
import { german } from '../../src-main/electron/words/german.ts';
import { SHORTCUTS } from '../../src-renderer/ui/shortcuts.ts';
import type { KeyedView } from '../../src-shared/view-keys.ts';

function rig(platform: NodeJS.Platform, developerTools = false) {
  const calls: string[] = [];
  const names: readonly (keyof MenuActions)[] = [
    'newOrder',
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
  const actions = {
    ...Object.fromEntries(names.map((name) => [name, () => calls.push(name)])),
    show: (view: KeyedView) => calls.push(view),
  } as unknown as MenuActions;
  const template = menuTemplate({ actions, platform, developerTools }, english.menu);
  const all = template.flatMap(({ submenu }) => (Array.isArray(submenu) ? submenu : []));
  return { calls, names, template, all };
}

const named = (items: readonly MenuItemConstructorOptions[]) =>
  items.map(({ label, role }) => label?.replace('&', '') ?? role);
const VIEWS = ['orders', 'board', 'scan', 'activity', 'wallboard', 'monitor'] as const;

describe('the menu bar', () => {
  it('[MENU-1] has the menus of each system', () => {
    expect(named(rig('linux').template)).toEqual(['File', 'Edit', 'View', 'Tools', 'Window', 'Help']);
    expect(named(rig('win32').template)).toEqual(['File', 'Edit', 'View', 'Tools', 'Window', 'Help']);
    expect(named(rig('darwin').template)).toEqual(['appMenu', 'File', 'Edit', 'View', 'Tools', 'Window', 'Help']);
  });

  it.each(['linux', 'win32', 'darwin'] as const)(
    '[MENU-1] does everything there is to do, each once, on %s',
    (system) => {
      const { all, calls, names } = rig(system);
      // Electron hands over three things that no action looks at.
      for (const { click } of all) (click as (() => void) | undefined)?.();
      // "Check the database" leads to the monitor too.
      expect([...calls].sort()).toEqual([...names, ...VIEWS, 'monitor'].sort());
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
    expect(['new-order', 'settings', 'quit', 'find', 'full-screen', 'wallboard'].map(key)).toEqual([
      'CommandOrControl+N',
      'Control+,',
      'Control+Q',
      'CommandOrControl+F',
      'F11',
      'CommandOrControl+Shift+K',
    ]);
    expect(VIEWS.map((view) => key(`view-${view}`))).toEqual([1, 2, 3, 4, 5, 6].map((n) => `CommandOrControl+${n}`));
    const bare = all.filter(({ accelerator }) => accelerator !== undefined && !/\+|^F\d+$/.test(String(accelerator)));
    expect(bare).toEqual([]);
  });

  it('[MENU-3] offers the developer tools only where the program is developed', () => {
    expect(rig('linux', true).all.some(({ role }) => role === 'toggleDevTools')).toBe(true);
    expect(rig('linux', false).all.some(({ role }) => role === 'toggleDevTools')).toBe(false);
  });

  it('[MENU-4] has the keys that the list of shortcuts names for the window', () => {
    const { all } = rig('linux');
    const listed = SHORTCUTS.flatMap(({ desktopKeys }) => (desktopKeys === undefined ? [] : [desktopKeys.join('+')]));
    expect(listed).toEqual(
      VIEWS.map((view) =>
        String(all.find(({ id }) => id === `view-${view}`)?.accelerator).replace('CommandOrControl', 'Ctrl'),
      ),
    );
  });

  it.each(['linux', 'win32', 'darwin'] as const)('[MENU-5] says everything in one language on %s', (platform) => {
    const actions = {} as MenuActions;
    const labels = (words: typeof english) =>
      menuTemplate({ actions, platform, developerTools: true }, words.menu).flatMap(({ label, submenu }) => [
        label,
        ...(Array.isArray(submenu) ? submenu : [])
          .filter(({ type, visible }) => type !== 'separator' && visible !== false)
          .map((item) => item.label),
      ]);
    const [own, other] = [labels(english), labels(german)];
    // The menu of the program has the program's name.
    expect(own.filter((label) => label === undefined)).toHaveLength(platform === 'darwin' ? 1 : 0);
    const alike = own.filter((label, index) => label !== undefined && label === other[index]);
    expect(alike.every((label) => ['&Monitor'].includes(String(label)))).toBe(true);
  });

  it.each([english, german])('[MENU-5] gives each letter to one item of a menu', (words) => {
    const letter = (label: string | undefined) => /&(.)/.exec(label ?? '')?.[1]?.toLowerCase();
    const template = menuTemplate({ actions: {} as MenuActions, platform: 'win32', developerTools: true }, words.menu);
    const menus = [template, ...template.map(({ submenu }) => (Array.isArray(submenu) ? submenu : []))];
    for (const items of menus) {
      const letters = items.flatMap(({ label }) => letter(label) ?? []);
      expect(letters).toEqual([...new Set(letters)]);
    }
  });
});

describe('the menu of the right button', () => {
  const NOTHING: ContextPlace = {
    isEditable: false,
    selectionText: '',
    linkURL: '',
    editFlags: {
      canUndo: false,
      canRedo: false,
      canCut: false,
      canCopy: false,
      canPaste: true,
      canDelete: false,
      canSelectAll: true,
      canEditRichly: false,
    },
  };
  const offered = (place: Partial<ContextPlace>) => {
    const copied: string[] = [];
    const items = contextTemplate(
      { ...NOTHING, ...place },
      { menu: english.menu, consoleUrl: 'app://orderdeck/', copyText: (text) => copied.push(text) },
    );
    // Electron hands over three things that nothing here looks at.
    for (const { click } of items) (click as (() => void) | undefined)?.();
    return { copied, items: items.map(({ role, id, enabled, type }) => `${role ?? id ?? type}${enabled ? '' : ' -'}`) };
  };

  it('[MENU-6] offers in a field what can be done there, and nothing where there is nothing to do', () => {
    expect(offered({}).items).toEqual([]);
    expect(offered({ selectionText: ' \n' }).items).toEqual([]);
    const editFlags = { ...NOTHING.editFlags, canCopy: true };
    expect(offered({ selectionText: 'Ada', editFlags }).items).toEqual(['copy']);
    expect(offered({ isEditable: true }).items).toEqual([
      ...['undo -', 'redo -', 'separator -', 'cut -', 'copy -', 'paste', 'selectAll'],
    ]);
  });

  it('[MENU-7] copies the link of an order as one that leads here, and none that leads nowhere', () => {
    for (const [linkURL, copied] of [
      ['app://orderdeck/#/orders/12', 'orders://12'],
      ['app://orderdeck/#/board/12', 'orders://12'],
      ['https://example.org/a', 'https://example.org/a'],
      ['app://orderdeck/#/monitor', undefined],
      ['javascript:alert(1)', undefined],
    ] as const) {
      expect(offered({ linkURL }).copied[0]).toBe(copied);
    }
  });
});
