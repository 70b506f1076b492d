import { afterEach, describe, expect, it } from 'vitest';
import { DesktopStore } from '../../src-main/electron/desktop-store.ts';
import { announcementOf } from '../../src-main/electron/notify/news-words.ts';
import { servingNotice } from '../../src-main/electron/serving/serving-notice.ts';
import { crashNotice } from '../../src-main/electron/system/crash-notice.ts';
import { updateFailure } from '../../src-main/electron/update/update-failure.ts';
import { trayTooltip } from '../../src-main/electron/window/tray-text.ts';
import { english } from '../../src-main/electron/words/english.ts';
import { followLanguage } from '../../src-main/electron/words/follow-language.ts';
import { german } from '../../src-main/electron/words/german.ts';
import { speak, words } from '../../src-main/electron/words/words.ts';
import type { DesktopState } from '../../src-shared/desktop-bridge.ts';
import { DEFAULT_DESKTOP_SETTINGS } from '../../src-shared/desktop-settings.ts';
import { catalogueLines } from '../support/catalogue-lines.ts';
import { ENGLISH_WORD } from '../support/english-words.ts';
import { anOrder } from '../support/orders.ts';

afterEach(() => speak('en'));

/** Words that are the same in both languages. */
const ALIKE = new Set(['&Monitor', 'Live', 'Host', 'Port', 'Schema', 's', 'ms', 'MiB']);

describe('the words of the program around the page', () => {
  const [inEnglish, inGerman] = [catalogueLines(english), catalogueLines(german)];

  it('[WORD-1] are all there in German, none of them English', () => {
    expect([...inGerman.keys()].sort()).toEqual([...inEnglish.keys()].sort());
    const left = [...inEnglish].filter(([path, { said }]) => inGerman.get(path)?.said === said && !ALIKE.has(said));
    expect(left.map(([path]) => path)).toEqual([]);
    expect([...inGerman].filter(([, { said }]) => ENGLISH_WORD.test(said)).map(([path]) => path)).toEqual([]);
  });

  it('[WORD-2] are whole for every value, and plain', () => {
    for (const [path, { said }] of [...inEnglish, ...inGerman]) {
      expect(`${path}: ${said}`).not.toMatch(/undefined|NaN|\[object|!|Oops|Ups/);
    }
    for (const [path, { said }] of inGerman) expect(`${path}: ${said}`).not.toMatch(/["]|“[^“]*”/);
  });
});

/** As much of the program's state as the language needs. */
function storeIn(language: DesktopState['settings']['language']): DesktopStore {
  const settings = { ...DEFAULT_DESKTOP_SETTINGS, language };
  return new DesktopStore({ settings, language: 'en', notices: [] } as Partial<DesktopState> as DesktopState);
}

describe('the language of the program', () => {
  it('[WORD-3] is that of the settings, or the one of the system', () => {
    for (const [language, system, spoken] of [
      ['auto', 'de-AT', german],
      ['auto', 'fr', english],
      ['en', 'de', english],
      ['de', 'en-GB', german],
    ] as const) {
      speak('en');
      const store = storeIn(language);
      followLanguage(store, [system]);
      expect(words).toBe(spoken);
      expect(store.current.language).toBe(spoken === german ? 'de' : 'en');
    }
  });

  it('[WORD-4] is changed without a restart, and what was said already is said anew', () => {
    const store = storeIn('en');
    const told: string[] = [];
    followLanguage(store, ['en'])(() => told.push(words.menu.file));
    store.announce('crashed', () => crashNotice(null));
    store.announce('ports-in-use', () => null);
    const change = (language: 'en' | 'de') => store.set({ settings: { ...store.current.settings, language } });
    change('de');
    expect(store.current.notices.map(({ title }) => title)).toEqual([german.notices.crashed.title]);
    change('de');
    change('en');
    expect(store.current.notices.map(({ title }) => title)).toEqual([english.notices.crashed.title]);
    expect(told).toEqual([german.menu.file, english.menu.file]);
    store.withdraw('crashed');
    expect(store.current.notices).toEqual([]);
  });

  it('[WORD-5] is that of tray, notifications, notices and updates', () => {
    speak('de');
    expect(trayTooltip({ feed: 'starting', unread: 3 })).toBe('Orderdeck – Holt auf – 3 ungesehen');
    const order = anOrder({ id: 7, customer_name: 'Ada', product_name: 'Laptop' });
    expect(announcementOf([{ kind: 'overdue', minutes: 1_440, orders: [order], more: false }])).toMatchObject({
      title: 'Auftrag 7 ist seit mehr als 1 Tag offen',
      body: 'Ada, Laptop',
    });
    const three = [8, 9, 10, 11].map((id) => anOrder({ id, customer_name: 'Bolt', product_name: 'Phone' }));
    const { title, body } = announcementOf(three.map((one) => ({ kind: 'customer-order', order: one })));
    expect(title).toBe('4 neue Aufträge von Bolt');
    expect(body.split('\n').at(-1)).toBe('und 1 weitere');
    const inUse = [{ name: 'port', port: 3_000, program: null }] as const;
    const free = { port: 3_001, wsPort: 8_081 };
    expect(servingNotice({ kind: 'ports-in-use', inUse, free }, [])?.message).toBe(
      'Ein anderes Programm hat Port 3000. Browser können die Konsole deshalb nicht öffnen; dieses Fenster arbeitet trotzdem. Jenes Programm beenden, oder in den Einstellungen den freien Port 3001 nehmen.',
    );
    expect(updateFailure(Object.assign(new Error('x'), { code: 'ENOSPC' }))).toMatch(/^Für die neue Version/);
  });
});
