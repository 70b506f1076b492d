import type { ChangeEvent } from '../../../src-shared/change-event.ts';
import { type ActivityFilter, matcherOf } from './activity-filter.ts';
import type { ReadActivityPage } from './activity-pages.ts';

/** Where in the log the next older change is to be looked for. */
export type TailPlace =
  /** Nothing was read yet: from the newest on, past what is listed already. */
  { readonly kind: 'top' } | { readonly kind: 'at'; readonly cursor: string } | { readonly kind: 'end' };

/** What is not to be taken from a page: it is listed already, or waits to be shown above. */
export type IsKnown = (changeId: number) => boolean;

export interface TailStep {
  readonly found: readonly ChangeEvent[];
  /** Whether the page held anything that the filter shows, listed already or not. */
  readonly isFruitful: boolean;
  readonly place: TailPlace;
  /** Lowest id of the page, known or not; `null` of an empty one. */
  readonly lowest: number | null;
}

/** Reads one page further back. */
export async function readTail(
  read: ReadActivityPage,
  filter: ActivityFilter,
  place: Exclude<TailPlace, { kind: 'end' }>,
  isKnown: IsKnown,
  signal: AbortSignal,
): Promise<TailStep> {
  const { changes, next } = await read(filter, place.kind === 'at' ? place.cursor : null, signal);
  const matching = changes.filter(matcherOf(filter));
  return {
    found: matching.filter(({ changeId }) => !isKnown(changeId)),
    isFruitful: matching.length > 0,
    place: next === null ? { kind: 'end' } : { kind: 'at', cursor: next },
    lowest: changes.reduce<number | null>(
      (low, { changeId }) => (low === null || changeId < low ? changeId : low),
      null,
    ),
  };
}
