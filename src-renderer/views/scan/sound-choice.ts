import { createStore } from 'zustand/vanilla';

/** How loud this bench is. */
export interface SoundChoice {
  /** From 0 to 1. */
  readonly volume: number;
  readonly muted: boolean;
}

const KEY = 'orderdeck.scan-sound';
const defaults: SoundChoice = { volume: 0.7, muted: false };

/** Pure: keeps what is usable of a stored text. */
export function readSoundChoice(stored: string | null): SoundChoice {
  try {
    const { volume, muted } = JSON.parse(stored ?? '{}') as Partial<Record<keyof SoundChoice, unknown>>;
    const isVolume = typeof volume === 'number' && volume > 0 && volume <= 1;
    return { volume: isVolume ? volume : defaults.volume, muted: muted === true };
  } catch {
    return defaults;
  }
}

function load(): SoundChoice {
  try {
    return readSoundChoice(localStorage.getItem(KEY));
  } catch {
    // Storage is refused in some private windows; the defaults serve.
    return defaults;
  }
}

export const soundChoice = createStore<SoundChoice>()(load);

soundChoice.subscribe((choice) => {
  try {
    localStorage.setItem(KEY, JSON.stringify(choice));
  } catch {
    // Not kept then; nothing else depends on it.
    return;
  }
});
