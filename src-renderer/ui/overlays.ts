import { createStore } from 'zustand/vanilla';

/** What stands above the views because somebody asked for it. */
export interface Overlays {
  readonly palette: boolean;
  readonly help: boolean;
  /** The step of the tour that is shown; `null` while there is none. */
  readonly tour: number | null;
  /** The section of the settings that is to be shown when they are. */
  readonly section: string | null;
}

export const overlays = createStore<Overlays>()(() => ({ palette: false, help: false, tour: null, section: null }));
