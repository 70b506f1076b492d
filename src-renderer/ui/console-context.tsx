import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { LiveConsole } from '../live-console.ts';
import type { ConsoleState } from '../store/store.ts';

const ConsoleContext = createContext<LiveConsole | null>(null);
export const ConsoleProvider = ConsoleContext.Provider;

/** The connection and the clock; it never changes, so it never draws anything anew. */
export function useLiveConsole(): LiveConsole {
  const live = useContext(ConsoleContext);
  if (live === null) throw new Error('A view was drawn outside ConsoleProvider.');
  return live;
}

/** One slice of what the server told us. */
export function useConsole<T>(select: (state: ConsoleState) => T): T {
  return useStore(useLiveConsole().store, select);
}
