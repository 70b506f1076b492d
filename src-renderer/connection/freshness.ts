import type { ServerStatus } from '../../src-shared/server-status.ts';
import type { ConnectionState } from './connection-state.ts';
import type { TransportKind } from './transport.ts';

/** Data older than this is shown as old, whatever the connection says. */
export const STALE_AFTER_MS = 30_000;

/** How fresh the screen is: the one answer the pill, the bar and the rows are drawn from. */
export type Freshness =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'live'; readonly transport: TransportKind; readonly lagMs: number | null }
  | { readonly kind: 'catching-up'; readonly received: number; readonly expected: number | null }
  | { readonly kind: 'reconnecting'; readonly ageMs: number | null; readonly nextTryInMs: number | null }
  | {
      readonly kind: 'stale';
      readonly ageMs: number;
      /** Whether it is the server that cannot be reached, and when it is tried again. */
      readonly reconnecting: boolean;
      readonly nextTryInMs: number | null;
    }
  | {
      readonly kind: 'database-lost';
      readonly since: string;
      readonly problem: string | null;
      readonly blocked: boolean;
    }
  | { readonly kind: 'refused'; readonly detail: string };

export interface FreshnessInput {
  readonly connection: ConnectionState;
  readonly status: ServerStatus | null;
  readonly dataAsOf: number | null;
}

/** Age of the data on the screen, in milliseconds; `null` when nothing was ever received. */
export function dataAge(dataAsOf: number | null, nowMonotonic: number): number | null {
  return dataAsOf === null ? null : Math.max(0, nowMonotonic - dataAsOf);
}

/** Pure: the worst thing that is true wins, so that the screen never looks fresher than it is. */
export function freshnessOf({ connection, status, dataAsOf }: FreshnessInput, nowMonotonic: number): Freshness {
  const ageMs = dataAge(dataAsOf, nowMonotonic);
  switch (connection.kind) {
    case 'refused':
      return { kind: 'refused', detail: connection.detail };
    case 'connecting':
      // The server answers, and what it says is that it waits for its database too.
      return lostDatabase(status) ?? { kind: 'connecting' };
    case 'reconnecting': {
      const { nextTryAt } = connection;
      const nextTryInMs = nextTryAt === null ? null : Math.max(0, nextTryAt - nowMonotonic);
      if (ageMs !== null && ageMs >= STALE_AFTER_MS) return { kind: 'stale', ageMs, reconnecting: true, nextTryInMs };
      return { kind: 'reconnecting', ageMs, nextTryInMs };
    }
    case 'catching-up':
    case 'live': {
      const lost = lostDatabase(status);
      if (lost !== null) return lost;
      if (connection.kind === 'catching-up') {
        return { kind: 'catching-up', received: connection.received, expected: connection.expected };
      }
      if (ageMs !== null && ageMs >= STALE_AFTER_MS) {
        return { kind: 'stale', ageMs, reconnecting: false, nextTryInMs: null };
      }
      return { kind: 'live', transport: connection.transport, lagMs: status?.lagMs?.p50 ?? null };
    }
  }
}

function lostDatabase(status: ServerStatus | null): Freshness | null {
  if (status === null || (status.feed !== 'reconnecting' && status.feed !== 'blocked')) return null;
  const { since, problem } = status;
  return { kind: 'database-lost', since, problem, blocked: status.feed === 'blocked' };
}

/** True when rows are dimmed: what they show may be wrong by now. */
export function looksOld(freshness: Freshness, ageMs: number | null): boolean {
  if (freshness.kind === 'stale') return true;
  return freshness.kind === 'database-lost' && ageMs !== null && ageMs >= STALE_AFTER_MS;
}
