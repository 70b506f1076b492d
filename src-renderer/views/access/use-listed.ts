import { useCallback, useEffect, useState } from 'react';
import type { z } from 'zod';
import { callApi } from '../../connection/api-call.ts';
import { useLiveConsole } from '../../ui/console-context.tsx';

const AGAIN_MS = 5_000;

export interface Listed<T> {
  /** `null` until it is known. */
  readonly value: T | null;
  /** The last request failed; `value` may be old. */
  readonly failed: boolean;
  readonly reload: () => Promise<void>;
}

/**
 * What the server lists, asked for again every few seconds while it is looked at and after `reload`.
 *
 * @param schema must stay the same from one drawing to the next
 */
export function useListed<Schema extends z.ZodType>(schema: Schema, path: string): Listed<z.infer<Schema>> {
  const { clock } = useLiveConsole();
  const [value, setValue] = useState<z.infer<Schema> | null>(null);
  const [failed, setFailed] = useState(false);
  const reload = useCallback(async (): Promise<void> => {
    const answer = await callApi(schema, { method: 'GET', path });
    setFailed(!answer.ok);
    if (answer.ok) setValue(answer.value);
  }, [schema, path]);
  useEffect(() => {
    void reload();
    const timer = clock.every(AGAIN_MS, () => {
      if (!document.hidden) void reload();
    });
    return () => timer.cancel();
  }, [reload, clock]);
  return { value, failed, reload };
}
