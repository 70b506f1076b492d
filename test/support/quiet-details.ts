import type { StatsDetails } from '../../src-main/http/stats-routes.ts';
import type { DatabaseReport, GapReport } from '../../src-shared/stats-details.ts';
import { emptyHistory } from './empty-history.ts';

const GAPS: GapReport = { rows: 0, rowsAtLeast: false, gaps: [], transactions: [], hidden: null };

const REPORT: DatabaseReport = {
  at: '2026-01-01T00:00:00.000Z',
  durationMs: 1,
  server: 'MySQL 9.7.4',
  steps: [],
  areas: [],
  repairable: false,
  repair: null,
};

/** What a server answers that has nothing to tell. */
export function quietDetails(): StatsDetails {
  return {
    history: () => emptyHistory('s', 0),
    clients: () => ({ total: 0, clients: [] }),
    errors: () => ({ errors: [] }),
    gaps: async () => GAPS,
    checkDatabase: async () => REPORT,
    repairDatabase: async () => ({ ...REPORT, repair: { done: [], problem: null } }),
  };
}
