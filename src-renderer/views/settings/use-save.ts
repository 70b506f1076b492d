import { useCallback, useEffect, useRef, useState } from 'react';
import type { DesktopCallInput, DesktopResult } from '../../../src-shared/desktop-bridge.ts';
import { callDesktop } from '../../desktop/desktop-store.ts';

/** What came of the last save of a section. */
export type SaveResult =
  | { readonly kind: 'busy' }
  | { readonly kind: 'saved' }
  | { readonly kind: 'failed'; readonly message: string };

/** How long "Saved" stands there. */
const SHOWN_MS = 4_000;

/** Does things one after the other and remembers what came of the last. */
export function useResult(): {
  readonly result: SaveResult | null;
  /** @returns whether it was done */
  readonly run: (work: () => Promise<DesktopResult<unknown>>) => Promise<boolean>;
} {
  const [result, setResult] = useState<SaveResult | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const run = useCallback(async (work: () => Promise<DesktopResult<unknown>>): Promise<boolean> => {
    clearTimeout(timer.current);
    setResult({ kind: 'busy' });
    const answer = await work();
    setResult(answer.ok ? { kind: 'saved' } : { kind: 'failed', message: answer.message });
    if (answer.ok) timer.current = setTimeout(() => setResult(null), SHOWN_MS);
    return answer.ok;
  }, []);
  return { result, run };
}

/** Saves a part of the settings at once. */
export function useSave(): {
  readonly result: SaveResult | null;
  readonly busy: boolean;
  readonly save: (patch: DesktopCallInput<'save-settings'>) => Promise<boolean>;
} {
  const { result, run } = useResult();
  const save = useCallback(
    (patch: DesktopCallInput<'save-settings'>) => run(() => callDesktop('save-settings', patch)),
    [run],
  );
  return { result, save, busy: result?.kind === 'busy' };
}
