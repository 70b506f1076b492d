import { createStore } from 'zustand/vanilla';
import { LANGUAGE_CHOICES, type LanguageChoice } from '../../src-shared/language.ts';

export const DENSITIES = ['compact', 'normal', 'touch'] as const;
export type Density = (typeof DENSITIES)[number];

/** `auto`: as the system or the browser asks for. */
export const CONTRASTS = ['auto', 'more'] as const;
export type Contrast = (typeof CONTRASTS)[number];

export interface SortChoice {
  readonly column: string;
  readonly direction: 'asc' | 'desc';
}

/** What this person arranged on this machine. Never anything about orders. */
export interface Preferences {
  readonly density: Density;
  readonly wideNav: boolean;
  readonly hiddenColumns: readonly string[];
  /** `null`: newest first. */
  readonly sort: SortChoice | null;
  /** In a browser; in the desktop window the program's own setting counts. */
  readonly language: LanguageChoice;
  readonly contrast: Contrast;
  /** Whether single keys do something; who dictates or rests a hand on the keyboard switches them off. */
  readonly singleKeys: boolean;
  /** The offer of the tour was answered. */
  readonly tourAnswered: boolean;
}

const KEY = 'orderdeck.preferences';

export const defaultPreferences: Preferences = {
  density: 'normal',
  wideNav: false,
  hiddenColumns: ['version'],
  sort: null,
  language: 'auto',
  contrast: 'auto',
  singleKeys: true,
  tourAnswered: false,
};

/** Pure: keeps what is usable of a stored text, so that an older or damaged entry never stops the console. */
export function readPreferences(text: string | null): Preferences {
  let stored: Partial<Record<keyof Preferences, unknown>> = {};
  try {
    const json: unknown = JSON.parse(text ?? '{}');
    if (typeof json === 'object' && json !== null) stored = json;
  } catch {
    return defaultPreferences;
  }
  const { density, wideNav, hiddenColumns, language, contrast, singleKeys, tourAnswered } = stored;
  const isTexts = Array.isArray(hiddenColumns) && hiddenColumns.every((column) => typeof column === 'string');
  return {
    density: DENSITIES.find((known) => known === density) ?? defaultPreferences.density,
    wideNav: wideNav === true,
    hiddenColumns: isTexts ? hiddenColumns : defaultPreferences.hiddenColumns,
    sort: readSort(stored.sort),
    language: LANGUAGE_CHOICES.find((known) => known === language) ?? defaultPreferences.language,
    contrast: CONTRASTS.find((known) => known === contrast) ?? defaultPreferences.contrast,
    singleKeys: singleKeys !== false,
    tourAnswered: tourAnswered === true,
  };
}

function readSort(stored: unknown): SortChoice | null {
  if (typeof stored !== 'object' || stored === null) return defaultPreferences.sort;
  const { column, direction } = stored as Partial<Record<keyof SortChoice, unknown>>;
  if (typeof column !== 'string' || (direction !== 'asc' && direction !== 'desc')) return defaultPreferences.sort;
  return { column, direction };
}

function load(): Preferences {
  try {
    return readPreferences(localStorage.getItem(KEY));
  } catch {
    // Storage is refused in some private windows; the defaults serve.
    return defaultPreferences;
  }
}

export const preferences = createStore<Preferences>()(load);

preferences.subscribe((state) => {
  try {
    localStorage.setItem(KEY, JSON.stringify(state));
  } catch {
    // Not kept then; nothing else depends on it.
    return;
  }
});
