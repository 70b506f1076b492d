import { dataAge, type Freshness, freshnessOf } from '../connection/freshness.ts';
import { useConsole, useLiveConsole } from './console-context.tsx';
import { useNow } from './now.ts';

export interface FreshnessNow {
  readonly freshness: Freshness;
  readonly ageMs: number | null;
}

/** How fresh the screen is, looked at once a second and with every change of the connection. */
export function useFreshness(): FreshnessNow {
  useNow(1_000);
  const { clock } = useLiveConsole();
  const connection = useConsole((state) => state.connection);
  const status = useConsole((state) => state.status);
  const dataAsOf = useConsole((state) => state.dataAsOf);
  const now = clock.monotonic();
  return { freshness: freshnessOf({ connection, status, dataAsOf }, now), ageMs: dataAge(dataAsOf, now) };
}
