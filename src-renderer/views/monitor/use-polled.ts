import { useEffect, useRef, useState } from 'react';
import type { z } from 'zod';
import { useLiveConsole } from '../../ui/console-context.tsx';

/** An answer that takes longer is not waited for. */
const GIVE_UP_MS = 8_000;

/** The last answer, with the monotonic time at which it came. */
export interface Polled<T> {
  readonly value: T | null;
  readonly at: number;
  /** The last request failed; `value` is then older than it should be. */
  readonly failed: boolean;
}

/**
 * Asks again and again while the view is open and the page visible, one request at a time.
 *
 * @param load must stay the same function from one drawing to the next
 */
export function usePolled<T>(load: (signal: AbortSignal, before: T | null) => Promise<T>, everyMs: number): Polled<T> {
  const { clock } = useLiveConsole();
  const [state, setState] = useState<Polled<T>>({ value: null, at: 0, failed: false });
  const last = useRef<T | null>(null);
  useEffect(() => {
    let abort: AbortController | null = null;
    const ask = (): void => {
      if (abort !== null || document.visibilityState === 'hidden') return;
      const asking = new AbortController();
      abort = asking;
      const giveUp = clock.after(GIVE_UP_MS, () => asking.abort());
      load(asking.signal, last.current)
        .then(
          (value) => {
            last.current = value;
            setState({ value, at: clock.monotonic(), failed: false });
          },
          () => setState((before) => ({ ...before, failed: true })),
        )
        .finally(() => {
          giveUp.cancel();
          if (abort === asking) abort = null;
        });
    };
    ask();
    const timer = clock.every(everyMs, ask);
    document.addEventListener('visibilitychange', ask);
    return () => {
      timer.cancel();
      document.removeEventListener('visibilitychange', ask);
      abort?.abort();
    };
  }, [clock, load, everyMs]);
  return state;
}

/** @throws Error when the server does not answer as it should */
export async function getFigures<Schema extends z.ZodType>(
  schema: Schema,
  path: string,
  signal: AbortSignal,
): Promise<z.infer<Schema>> {
  const response = await fetch(path, { headers: { accept: 'application/json' }, cache: 'no-store', signal });
  if (!response.ok) throw new Error(`The server answered ${response.status}.`);
  return schema.parse(await response.json());
}
