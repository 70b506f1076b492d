import { createStore } from 'zustand/vanilla';

export const DENSITIES = ['compact', 'normal', 'touch'] as const;
export type Density = (typeof DENSITIES)[number];

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
}

const KEY = 'orderdeck.preferences';

export const defaultPreferences: Preferences = {
  density: 'normal',
  wideNav: false,
  hiddenColumns: ['version'],
  sort: null,
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
  const { density, wideNav, hiddenColumns } = stored;
  const isTexts = Array.isArray(hiddenColumns) && hiddenColumns.every((column) => typeof column === 'string');
  return {
    density: DENSITIES.find((known) => known === density) ?? defaultPreferences.density,
    wideNav: wideNav === true,
    hiddenColumns: isTexts ? hiddenColumns : defaultPreferences.hiddenColumns,
    sort: readSort(stored.sort),
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
