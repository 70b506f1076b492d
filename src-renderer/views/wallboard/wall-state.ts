import { type Freshness, STALE_AFTER_MS } from '../../connection/freshness.ts';
import { text } from '../../strings.ts';
import { formatSpan } from '../../ui/format.ts';
import { clockOf, sinceTime } from '../../ui/time.ts';

/** What the wall says of its own state: `cover` lies over the figures, `note` is a line above them. */
export type WallState =
  | { readonly kind: 'fine' }
  | { readonly kind: 'note'; readonly title: string }
  | { readonly kind: 'cover'; readonly title: string; readonly hint: string };

export interface WallStateInput {
  readonly freshness: Freshness;
  readonly ageMs: number | null;
  /** Whether any figures are there at all. */
  readonly hasData: boolean;
  /** When the connection was lost, milliseconds since 1970; `null` while there is one. */
  readonly lostAt: number | null;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Pure: figures older than half a minute are covered by their age, whatever the reason. */
export function wallState({ freshness, ageMs, hasData, lostAt, now }: WallStateInput): WallState {
  const words = text.wallboard;
  const reason = reasonOf(freshness, lostAt, now);
  if (!hasData || ageMs === null) {
    return { kind: 'cover', title: reason ?? words.connecting, hint: words.connectingHint };
  }
  if (ageMs >= STALE_AFTER_MS) {
    const hint = [words.oldHint(clockOf(now - ageMs)), reason ?? words.serverSilent].join(' ');
    return { kind: 'cover', title: words.old(formatSpan(ageMs)), hint };
  }
  return reason === null ? { kind: 'fine' } : { kind: 'note', title: reason };
}

function reasonOf(freshness: Freshness, lostAt: number | null, now: number): string | null {
  const words = text.wallboard;
  switch (freshness.kind) {
    case 'live':
      return null;
    case 'connecting':
      return words.connecting;
    case 'catching-up':
      return words.catchingUp;
    case 'refused':
      return words.refused;
    case 'database-lost': {
      const since = sinceTime(freshness.since, now);
      return freshness.blocked ? words.readerStopped(since) : words.databaseLost(since);
    }
    case 'reconnecting':
    case 'stale':
      return lostAt === null ? null : words.reconnecting(clockOf(lostAt));
  }
}
