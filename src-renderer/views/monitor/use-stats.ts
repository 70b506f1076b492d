import { type AlertList, alertListSchema } from '../../../src-shared/alert.ts';
import { type Stats, statsSchema } from '../../../src-shared/rest-api.ts';
import {
  type ClientList,
  clientListSchema,
  type ErrorList,
  errorListSchema,
  type GapReport,
  gapReportSchema,
} from '../../../src-shared/stats-details.ts';
import { SAMPLE_MS, statsHistorySchema } from '../../../src-shared/stats-history.ts';
import { appendHistory, type KeptHistory } from './append-history.ts';
import { getFigures, type Polled, usePolled } from './use-polled.ts';

const FIGURES_MS = 2_000;
const LISTS_MS = 4_000;

const loadStats = (signal: AbortSignal) => getFigures(statsSchema, '/api/stats', signal);
const loadAlerts = (signal: AbortSignal) => getFigures(alertListSchema, '/api/alerts', signal);
const loadClients = (signal: AbortSignal) => getFigures(clientListSchema, '/api/stats/clients', signal);
const loadErrors = (signal: AbortSignal) => getFigures(errorListSchema, '/api/stats/errors', signal);
const loadGaps = (signal: AbortSignal) => getFigures(gapReportSchema, '/api/stats/gaps', signal);

async function loadHistory(signal: AbortSignal, before: KeptHistory | null): Promise<KeptHistory> {
  const since = before === null ? '' : `?since=${encodeURIComponent(before.next)}`;
  return appendHistory(before, await getFigures(statsHistorySchema, `/api/stats/history${since}`, signal));
}

/** `GET /api/stats` every two seconds. */
export const useStats = (): Polled<Stats> => usePolled(loadStats, FIGURES_MS);
/** The measurements of the last hour: whole at first, then only what is new. */
export const useHistory = (): Polled<KeptHistory> => usePolled(loadHistory, SAMPLE_MS);
export const useAlerts = (): Polled<AlertList> => usePolled(loadAlerts, LISTS_MS);
export const useClients = (): Polled<ClientList> => usePolled(loadClients, LISTS_MS);
export const useErrors = (): Polled<ErrorList> => usePolled(loadErrors, LISTS_MS);
export const useGaps = (): Polled<GapReport> => usePolled(loadGaps, LISTS_MS);
