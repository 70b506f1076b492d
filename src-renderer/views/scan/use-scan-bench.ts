import { useEffect, useSyncExternalStore } from 'react';
import { useStore } from 'zustand';
import { useLiveConsole } from '../../ui/console-context.tsx';
import { type ScanBench, scanBench } from './scan-bench.ts';
import type { StationState } from './scan-station.ts';
import { WedgeListener } from './wedge-listener.ts';

export function useScanBench(): ScanBench {
  return scanBench(useLiveConsole());
}

/** One slice of the bench. */
export function useStation<T>(select: (state: StationState) => T): T {
  return useStore(useScanBench().station.store, select);
}

/** Takes in what a scanner types, as long as the view is there. */
export function useWedge(): void {
  const { clock } = useLiveConsole();
  const { station, tones } = useScanBench();
  useEffect(() => {
    const unlock = (): void => tones.unlock();
    // Before the keys are kept from the page: the first scan is a key press too, and may make a sound.
    window.addEventListener('keydown', unlock, { capture: true });
    window.addEventListener('pointerup', unlock, { capture: true });
    const stop = new WedgeListener(clock, (code) => station.scan(code)).start();
    return () => {
      stop();
      window.removeEventListener('keydown', unlock, { capture: true });
      window.removeEventListener('pointerup', unlock, { capture: true });
    };
  }, [clock, station, tones]);
}

/** Whether the browser keeps signals silent until somebody touches the page. */
export function useSoundLocked(): boolean {
  const { tones, onSound } = useScanBench();
  return useSyncExternalStore(onSound, () => tones.isLocked);
}

function subscribeFocus(listener: () => void): () => void {
  window.addEventListener('focus', listener);
  window.addEventListener('blur', listener);
  return () => {
    window.removeEventListener('focus', listener);
    window.removeEventListener('blur', listener);
  };
}

/** Whether what a scanner types comes here at all. */
export function useHasKeyboard(): boolean {
  return useSyncExternalStore(subscribeFocus, () => document.hasFocus());
}
