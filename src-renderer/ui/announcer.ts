import { createStore } from 'zustand/vanilla';

/** What screen readers are told next, at the end of what they are saying. */
export const announcements = createStore<{ readonly said: string }>()(() => ({ said: '' }));

/** Tells once what this person asked for or what changed for all of the screen; never what changes by itself. */
export function announce(said: string): void {
  announcements.setState({ said });
}
