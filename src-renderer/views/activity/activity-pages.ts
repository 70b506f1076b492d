import type { ChangeEvent } from '../../../src-shared/change-event.ts';
import { activitySchema } from '../../../src-shared/rest-api.ts';
import { type ActivityFilter, wantedText } from './activity-filter.ts';

/** Changes of one page of the log, newest first, and where the next one begins; `null` at the end of what is kept. */
export interface ActivityPage {
  readonly changes: readonly ChangeEvent[];
  readonly next: string | null;
}

/** Reads a page; rejects when the server does not answer or refuses. @param before `null`: from the newest on */
export type ReadActivityPage = (
  filter: ActivityFilter,
  before: string | null,
  signal: AbortSignal,
) => Promise<ActivityPage>;

export const PAGE_SIZE = 200;

/** `GET /api/activity`: log and archive, newest first. */
export const readActivityPage: ReadActivityPage = async (filter, before, signal) => {
  const query = new URLSearchParams({ limit: String(PAGE_SIZE) });
  if (before !== null) query.set('before', before);
  const wanted = wantedText(filter.text);
  if (wanted !== '') query.set('q', wanted);
  if (filter.type !== null) query.set('type', filter.type);
  if (filter.status !== null) query.set('status', filter.status);
  const headers = { accept: 'application/json' };
  const response = await fetch(`/api/activity?${query}`, { headers, cache: 'no-store', signal });
  if (!response.ok) throw new Error(`The server answered ${response.status}.`);
  return activitySchema.parse(await response.json());
};
